#pragma once

#include "shared/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What carrying a state to another layout did: made by the new worker, told to people by the supervisor.
namespace respawn::migration {

enum class change_kind : std::uint8_t {
    added,       ///< has its default
    removed,     ///< its values are gone
    renamed,     ///< by a hint; `before`: its former name
    moved,       ///< into or out of a structure; `before`: where it was
    converted,   ///< another type; `before`, `after`: in words
    enumerators, ///< other ones; `before`: those that are gone, `after`: those that are new
    reordered,   ///< the same fields in another order
    unpointed,   ///< pointers that had to become null, because what they pointed to is gone
};

/// The name of a kind for programs, e.g. "added".
[[nodiscard]] std::string_view name_of(change_kind kind);

/// A value that could not be kept as it was.
struct lost_value {
    std::string path;          ///< e.g. "game.enemies[3].hp"
    std::string before, after; ///< as text
};

/// One change of the layout, and what it did to the objects.
struct change {
    change_kind kind = change_kind::added;
    std::string path;  ///< of the structure or container that it is in, e.g. "game.enemies[]"
    std::string field; ///< in there; empty: it is about all of it
    std::string before = {}, after = {};
    std::string default_value = {}; ///< added: as text, if it can be said
    std::string likely_name = {};   ///< removed: the added field that it looks like, e.g. "speed.x"
    std::string structure = {};     ///< with likely_name: the name of the structure that that is in
    std::uint64_t other_places = 0; ///< where the same structure changed, beside `path`
    std::uint64_t objects = 0;      ///< that had the field
    /// removed: objects that had another value than the default; converted, enumerators, unpointed: values
    /// that could not be kept as they were.
    std::uint64_t lost = 0;
    std::vector<lost_value> examples = {}; ///< of them, the first few
};

struct report {
    std::vector<change> changes;
    std::uint64_t objects = 0; ///< structures and elements that were carried over one by one
    std::uint64_t bytes = 0;   ///< that they had before
    std::uint64_t duration_ns = 0;
};

/// More is neither written nor read: the rest of a longer list is left out.
inline constexpr std::size_t max_changes = 256;
inline constexpr std::size_t max_examples = 8;
inline constexpr std::size_t max_text_bytes = 256;
inline constexpr std::size_t max_report_bytes = 4 << 20;

/// The report as it travels: numbers as 8 bytes, little end first, texts as their length and their bytes,
/// lists as their length and their elements; in the order of the members.
[[nodiscard]] std::string encode(const report& made);
/// Distrusts `bytes`.
[[nodiscard]] result<report> decode(std::string_view bytes);

} // namespace respawn::migration
