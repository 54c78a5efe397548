#pragma once

#include "shared/objects/path.hpp"
#include "shared/objects/roots.hpp"
#include "shared/objects/work_limit.hpp"
#include "shared/result.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace respawn::objects {

/// A part of the state that a path names.
struct target {
    std::string path; ///< as one would write it
    place where;
};

inline constexpr std::size_t max_targets = 65536;

/// What `wanted` names: one part, or as many as its ranges have. A failure says which part of the path is not
/// there, and what is.
[[nodiscard]] result<std::vector<target>> look_up(
    const state_bytes& state, std::span<const root> roots, const path& wanted, work_limit& work);
/// The same for a path that must name one part.
[[nodiscard]] result<target> look_up_one(
    const state_bytes& state, std::span<const root> roots, const path& wanted, work_limit& work);

/// An element of a container. `key`: of maps.
struct entry {
    std::uint64_t index = 0;
    place element;
    std::optional<place> key{};
};
/// The last part of its path: "[3]", "[#3]" in a set, or in a map with its key.
[[nodiscard]] std::string entry_label(const state_bytes& state, const place& container, const entry& each);

/// Whether objects of the type have elements, vector<bool> included.
[[nodiscard]] bool has_elements(schema::type_kind kind);
/// How many; nothing: it is damaged, as far as can be seen at once.
[[nodiscard]] std::optional<std::uint64_t> element_count(const state_bytes& state, const place& container);

enum class walk_end : std::uint8_t { done, stopped, damaged, too_long };
/// Calls `use` for the elements from number `first` on, in the container's order, until it is false.
walk_end for_each_element(
    const state_bytes& state, const place& container, std::uint64_t first, work_limit& work,
    const std::function<bool(const entry&)>& use);

/// What an object that may hold or refer to another one leads to.
struct held {
    enum class how : std::uint8_t {
        nothing,       ///< null, or empty
        object,        ///< `where`
        damaged,       ///< its bytes are no such object
        outside,       ///< a pointer to what is not in the state
        unknown_class, ///< owned, but of none of the classes that the schema names, or damaged
    };
    how what = how::nothing;
    place where{};
};
/// What pointers and unique_ptrs lead to is of the class that it is, as far as `state` knows classes.
/// Whether the kind is pointer, optional, unique_pointer or variant.
[[nodiscard]] bool can_hold(schema::type_kind kind);
[[nodiscard]] held held_by(const state_bytes& state, const place& holder);

} // namespace respawn::objects
