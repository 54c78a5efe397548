#pragma once

#include "shared/objects/place.hpp"
#include "shared/result.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How people name a part of a state: `game.enemies[3].hp`.
///
/// A path begins with the name of a root, in quotes if it has a `.`, `[`, `"` or `->` in it. Then come:
/// - `.name` or `->name`, a field, also of what a pointer, an optional, a unique_ptr or a variant leads to;
///   those of tuples are `.0`, `.1`, and so are a variant's alternatives;
/// - `[3]`, an element; `["orc"]`, `[17]`, `['x']`, `[red]`, what a map has for that key, or an element of a
///   set;
/// - `[#3]`, an element or a map's value by its place in the container's order;
/// - `[2..5]`, elements 2 to 5; `[2..]`, `[..5]`, `[..]`, and with `#` before each number in maps and sets;
/// - `.*`, what a pointer, an optional or a unique_ptr leads to itself.
namespace respawn::objects {

inline constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

struct step {
    enum class kind : std::uint8_t {
        field,   ///< `text`: its name
        key,     ///< `text`: what is in the brackets, for a sequence a number
        entries, ///< from `first` to `last`, by their place
        target,
    };
    kind what = kind::field;
    std::string text{};
    std::uint64_t first = 0, last = 0;
    bool is_range = false;     ///< one that was written as such, so that it may be empty
    bool counts_places = true; ///< it was written with #, or holds for everything
};

struct path {
    std::string root;
    std::vector<step> steps;
};

inline constexpr std::size_t max_path_bytes = 4096;

/// A failure says where it can't be understood, and what is missing there.
[[nodiscard]] result<path> parse_path(std::string_view text);

// The parts of paths as they are written, such that parse_path() reads them.

[[nodiscard]] std::string root_text(std::string_view name);
[[nodiscard]] std::string index_text(std::uint64_t index);
/// Of a map's value that has that key, or of the number `index`, if its key is long or can't be written.
[[nodiscard]] std::string key_text(const state_bytes& state, const place& key, std::uint64_t index);
/// Of an element of a set or a map, whose key can't be written.
[[nodiscard]] std::string entry_text(std::uint64_t index);

} // namespace respawn::objects
