#include "shared/migration/shortcuts.hpp"

#include "shared/schema/containment.hpp"

#include <algorithm>
#include <utility>

namespace respawn::migration {

namespace {

using schema::type_field;
using schema::type_kind;
using schema::type_node;

bool is_bytes_alone(const type_node& type)
{
    return !schema::owns_memory(type.kind) && !schema::is_polymorphic(type) &&
           type.kind != type_kind::pointer && type.kind != type_kind::optional &&
           type.kind != type_kind::variant && type.kind != type_kind::ignored;
}

void set_flags(std::vector<conversion>& conversions, const layouts& both)
{
    const auto is_rich = [](const type_node& type) { return !is_bytes_alone(type); };
    const auto old_rich = schema::contains_any(both.from, is_rich);
    const auto new_rich = schema::contains_any(both.to, is_rich);
    const auto pointers = schema::contains_any(
        both.to, [](const type_node& type) { return type.kind == type_kind::pointer; });
    const auto pointer_keys = schema::contains_any(
        both.to, [&](const type_node& type) { return has_keys(type.kind) && pointers[key_of(type)]; });
    const auto ignored =
        schema::contains_any(both.to, [](const type_node& type) { return type.kind == type_kind::ignored; });
    for (conversion& each : conversions) {
        const type_node& type = both.to[each.to];
        each.is_flat = !old_rich[each.from] && !new_rich[each.to];
        each.has_pointers = pointers[each.to];
        each.has_ignored = ignored[each.to];
        each.has_pointer_keys = has_keys(type.kind) && pointers[key_of(type)];
        each.can_stay = each.is_identical && !pointer_keys[each.to];
        if (!each.can_stay)
            continue;
        if (each.is_flat)
            each.how = method::copy;
        else if (schema::owns_memory(type.kind))
            each.how = method::move_content;
    }
}

/// Whether both can be copied at once, with the gap between them. `structure`: the new one that they are in.
bool lies_behind(const part& first, const part& second, const type_node& structure, bool is_plain)
{
    const std::uint64_t from_end = first.from_offset + first.bytes, to_end = first.to_offset + first.bytes;
    if (first.conversion != none || second.from_offset < from_end || second.to_offset < to_end ||
        second.from_offset - from_end != second.to_offset - to_end)
        return false;
    if (second.from_offset == from_end)
        return true;
    // Pointers to vtables stand between the fields.
    // In a gap of any other there may be what is not listed, and what is no part of the state.
    if (structure.kind == type_kind::structure && !is_plain)
        return false;
    const auto is_field = [&](std::uint64_t offset) {
        return std::any_of(structure.fields.begin(), structure.fields.end(), [&](const type_field& field) {
            return field.offset == offset;
        });
    };
    for (std::uint64_t offset = to_end; offset < second.to_offset; ++offset)
        if (is_field(offset))
            return false;
    return is_field(first.to_offset) && is_field(second.to_offset);
}

/// Parts that are the same bytes and lie behind each other in both layouts are copied at once, with the
/// padding between them.
std::vector<part> joined_parts(
    const conversion& whole, const std::vector<conversion>& all, const layouts& both, bool is_plain)
{
    std::vector<part> parts = whole.parts;
    std::sort(parts.begin(), parts.end(), [](const part& left, const part& right) {
        return left.from_offset < right.from_offset;
    });
    std::vector<part> joined;
    for (part each : parts) {
        if (const conversion& how = all[each.conversion]; how.how == method::copy) {
            each.bytes = both.to[how.to].size_bytes;
            each.conversion = none;
            if (!joined.empty() && lies_behind(joined.back(), each, both.to[whole.to], is_plain)) {
                joined.back().bytes = each.from_offset + each.bytes - joined.back().from_offset;
                continue;
            }
        }
        joined.push_back(each);
    }
    return joined;
}

} // namespace

void take_shortcuts(
    std::vector<conversion>& conversions, const layouts& both, const std::vector<bool>& is_plain)
{
    set_flags(conversions, both);
    for (conversion& each : conversions)
        if (each.how == method::product)
            each.parts = joined_parts(each, conversions, both, is_plain[each.to]);
}

} // namespace respawn::migration
