#pragma once

#include "shared/platform/changed_pages.hpp"
#include "shared/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::postmortem {

inline constexpr std::uint64_t page_bytes = 4096;

/// A line of /proc/PID/maps.
struct mapping {
    std::uint64_t begin = 0, end = 0;
    bool readable = false, writable = false, executable = false, is_shared = false;
    std::uint64_t offset = 0; ///< in the file
    std::uint64_t inode = 0;  ///< 0: there is no file
    std::string name;         ///< of the file, or such as "[stack]"

    [[nodiscard]] std::uint64_t bytes() const { return end - begin; }
    /// Whether its file can be found by its name: not memory objects', and not what was deleted.
    [[nodiscard]] bool has_file() const;
};

/// Nothing: that is no such line.
[[nodiscard]] std::optional<mapping> parse_mapping(const std::string& line);
[[nodiscard]] std::vector<mapping> mappings_of(int process_id);

struct extent {
    std::uint64_t begin = 0, end = 0;
    friend bool operator==(const extent&, const extent&) = default;
};

/// Sorts, and joins those that lie no further apart than `gap_bytes`.
[[nodiscard]] std::vector<extent> joined(std::vector<extent> extents, std::uint64_t gap_bytes);

/// Finds the parts of a process's memory that a core file has to have, because they are nowhere else.
class memory_contents {
public:
    /// `state`: a handle of the state's memory object, or unique_handle::none.
    [[nodiscard]] static result<memory_contents> create(int process_id, int state);

    /// Ascending; nothing for what needs no place in the file.
    [[nodiscard]] std::vector<extent> find(const mapping& one);

private:
    memory_contents(platform::private_page_finder finder, int state);
    void add_private_pages(const mapping& one, std::vector<extent>& found);
    void add_pages_of_state(const mapping& one, std::vector<extent>& found) const;
    [[nodiscard]] bool is_state(const mapping& one) const;

    platform::private_page_finder finder_;
    std::vector<std::uint32_t> pages_;
    int state_;
    std::uint64_t state_inode_ = 0;
};

} // namespace respawn::postmortem
