#pragma once

#include "shared/objects/lookup.hpp"
#include "shared/objects/values.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace respawn::objects {

/// How much of an object is looked at.
struct tree_limits {
    std::uint32_t depth = 4;      ///< objects inside of objects; at most max_tree_depth
    std::uint64_t elements = 16;  ///< of each container
    std::size_t text_bytes = 200; ///< of each string
    std::size_t nodes = 50'000;   ///< in all
};
inline constexpr std::uint32_t max_tree_depth = 64;
inline constexpr tree_limits everything{max_tree_depth, no_limit, 64 << 10, 200'000};

/// An object and its parts, as far as the limits let one see: what text, JSON and a window show.
///
/// What an optional, a unique_ptr or a variant holds stands in its place.
struct tree_node {
    std::string path;  ///< whole
    std::string label; ///< the last part of it: "hp", "[3]"
    place where;       ///< the object that the path names: not what it holds
    place shown;       ///< what it holds, or itself
    bool is_damaged = false;
    bool is_unnamed = false;        ///< what it holds is of a class that the schema does not name
    bool is_derived = false;        ///< what it holds is of a class derived from the declared one
    bool is_alternative = false;    ///< what it holds is one of several that a variant can
    bool is_empty = false;          ///< it holds nothing: null, an empty optional
    std::optional<value> content{}; ///< a value without parts
    std::string points_to{};        ///< a pointer: the path of the object there, if it is known
    std::optional<value> meaning{}; ///< a pointer to no known object: a text, or a name in the program
    bool is_unsought = false;       ///< a pointer: the search for it took too long
    std::uint64_t part_count = 0;   ///< fields or elements that there are
    std::vector<tree_node> parts{}; ///< those that are shown
    std::optional<value> key{};     ///< of a map's value; one that has parts is a word: "{x: 1, y: 2}"
    bool is_closed = false;         ///< none is shown, because that would be too deep
    bool is_broken_off = false;     ///< what follows the parts is damaged
};

/// A tree and what was left out of it.
struct tree {
    std::vector<tree_node> nodes; ///< one for each target
    std::uint64_t closed = 0;     ///< how many nodes are
    std::uint64_t left_out = 0;   ///< elements of containers
    bool is_full = false;         ///< the limit of nodes, or of work, was met
};

/// Looks at all `targets`. Bounded by the limits and `work`, and by steps of its own for what pointers lead
/// to, whatever the state holds.
[[nodiscard]] tree grow_tree(
    const state_bytes& state, std::span<const root> roots, const std::vector<target>& targets,
    const tree_limits& limits, work_limit& work);

/// The tree for people, in lines; ends with sentences that say what was left out, and how to see it.
[[nodiscard]] std::string to_text(const tree& what);

/// A node's value in few words, for a line that has others: "{x: 1, y: 2}". Cut at about `most_bytes`.
[[nodiscard]] std::string short_text(const tree_node& node, std::size_t most_bytes);

/// The type as it is shown beside an object: "vector of enemy, 5 elements".
[[nodiscard]] std::string type_text(const tree_node& node);

/// The values without parts in a tree, each with its path.
struct leaf {
    std::string path, text;
};
[[nodiscard]] std::vector<leaf> leaves_of(const tree& what);

} // namespace respawn::objects
