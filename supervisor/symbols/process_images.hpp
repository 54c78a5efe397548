#pragma once

#include "shared/result.hpp"
#include "supervisor/symbols/loaded_image.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace respawn::supervisor {

/// What a process has loaded, of which nothing has been read but where it is.
struct process_images {
    loaded_library executable{}; ///< without ranges: not known
    std::vector<loaded_library> libraries{};

    [[nodiscard]] bool are_known() const { return !executable.ranges.empty(); }
    /// The one that an address is in; null: none.
    [[nodiscard]] const loaded_library* find(std::uint64_t address) const;
    [[nodiscard]] bool contain(std::uint64_t address) const { return find(address) != nullptr; }

    /// Makes find() fast, until there are other images.
    void index();

    struct indexed_range {
        address_range where;
        std::size_t image; ///< 0: the executable; else the number of the library
    };
    std::vector<indexed_range> ranges{}; ///< by address; empty: not indexed
};

/// No program has more; further ones are not looked at.
inline constexpr std::size_t most_images = 4096;

/// Reads the memory map of a process. One that is gone, or can't be looked at, has nothing.
[[nodiscard]] process_images images_of(int process_id);

/// Reads symbols once, and keeps those of the images that were asked for last. Threads: one at a time.
class image_tables {
public:
    using table_result = result<std::shared_ptr<const symbol_table>>;

    /// Fails with a sentence about the file, also if it is not any more what the process has loaded.
    [[nodiscard]] table_result of(const loaded_library& image);

private:
    static constexpr std::size_t most_kept = 16;
    struct kept_table {
        std::filesystem::path path;
        file_identity identity;
        std::shared_ptr<const symbol_table> table;
    };
    std::vector<kept_table> kept_; ///< the last one was asked for last
};

/// With the symbols of the executable, which are read if they are not kept.
[[nodiscard]] result<loaded_program> program_of(const process_images& images, image_tables& tables);

} // namespace respawn::supervisor
