#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace respawn::supervisor {

/// A longer constant is data that belongs into a variable.
inline constexpr std::size_t longest_text_bytes = std::size_t{1} << 20;

/// The constant texts that pointers lead to. Pointers into one text are of one run, in whatever order they
/// come, so that a text is there once however many places of it are pointed to.
class text_runs {
public:
    struct source {
        /// See symbol_table::text_at() and constants_end().
        std::function<std::optional<std::string>(std::uint64_t, std::size_t, std::size_t)> text_at;
        std::function<std::uint64_t(std::uint64_t)> constants_end;
    };
    /// From the first character that is pointed to up to behind the zero.
    struct run {
        std::uint64_t begin = 0, end = 0;
    };
    /// By the size of a character, and where the first one is in that.
    using family = std::pair<std::size_t, std::uint64_t>;

    /// `longest_bytes`: of a text without its zero.
    explicit text_runs(std::size_t longest_bytes) : longest_bytes_{longest_bytes} {}

    /// False: no text is there, or one that is too long.
    bool add(std::uint64_t address, std::size_t unit_bytes, const source& in);
    /// Of one that was added.
    [[nodiscard]] run find(std::uint64_t address, std::size_t unit_bytes) const;
    /// To their ends, by their beginnings.
    [[nodiscard]] const std::map<family, std::map<std::uint64_t, std::uint64_t>>& all() const { return all_; }

private:
    std::size_t longest_bytes_;
    std::map<family, std::map<std::uint64_t, std::uint64_t>> all_;
    int too_long_count_ = 0;
};

} // namespace respawn::supervisor
