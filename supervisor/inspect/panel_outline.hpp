#pragma once

#include "shared/objects/lookup.hpp"
#include "shared/objects/roots.hpp"
#include "shared/objects/work_limit.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

/// The rows of the inspector panel, without what stands in them: which objects are open, one below the other.
namespace respawn::supervisor {

/// A state as it is looked at, between two frames.
struct state_look {
    const objects::state_bytes& bytes;
    std::span<const objects::root> roots;
    std::uint64_t frame = 0;
};

struct outline_row {
    enum class kind : std::uint8_t {
        object,
        range, ///< elements of a container that are many: those from `first`, `count`
        note,  ///< a sentence, `label`
    };
    kind what = kind::object;
    std::string key;   ///< by which it is known to be open: an object's path
    std::string label; ///< "hp", "[3]"; the whole path of a row at depth 0
    std::uint32_t depth = 0;
    bool is_open = false;
    std::optional<objects::place> where{}; ///< nothing: it is to be looked up by its path, or is damaged
    std::uint64_t first = 0, count = 0;
    bool is_rest = false; ///< a range: of all elements behind the first page
};

using open_rows = std::unordered_set<std::string>;

/// Elements of containers that are shown in a row; more are in ranges that open further.
inline constexpr std::uint64_t elements_a_page = 100;
/// Rows in all; what is open beyond is not shown.
inline constexpr std::size_t most_outline_rows = 5000;

/// What an optional, a unique_ptr or a variant holds, in its place; itself when it is a pointer or empty.
struct opened_holders {
    objects::place where;
    bool by_pointer = false; ///< fields are named with -> behind it
    bool is_damaged = false, is_empty = false;
};
[[nodiscard]] opened_holders open_holders(const objects::state_bytes& state, const objects::place& where);

/// The rows below all roots. Bounded by `work` and by most_outline_rows, whatever the state holds.
[[nodiscard]] std::vector<outline_row> outline_of_roots(
    const state_look& state, const open_rows& open, objects::work_limit& work);
/// The same below the objects at these paths: those that are closed are not looked up.
[[nodiscard]] std::vector<outline_row> outline_of(
    const state_look& state, std::span<const std::string> paths, const open_rows& open,
    objects::work_limit& work);

/// Makes element `index` of `count` of the container at `path` have a row, once the container is open.
void open_ranges_to(const std::string& path, std::uint64_t index, std::uint64_t count, open_rows& open);

} // namespace respawn::supervisor
