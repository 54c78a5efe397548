#include "shared/schema/check.hpp"

#include <algorithm>
#include <bit>
#include <string_view>
#include <unordered_set>

namespace respawn::schema {

namespace {

constexpr std::uint32_t max_alignment = 1 << 20;

bool is_integral(type_kind kind)
{
    return kind == type_kind::boolean || kind == type_kind::character || kind == type_kind::signed_integer ||
           kind == type_kind::unsigned_integer;
}

bool indices_in_range(const std::vector<type_node>& types, const type_node& type)
{
    const auto in_range = [&](std::uint32_t index) { return index < types.size(); };
    if (has_element(type.kind) ? !in_range(type.element) : type.element != no_type)
        return false;
    if (has_key(type.kind) ? !in_range(type.key) : type.key != no_type)
        return false;
    if (!has_fields(type.kind) && !type.fields.empty())
        return false;
    for (const type_field& field : type.fields)
        if (!in_range(field.type))
            return false;
    return true;
}

bool fields_inside(const std::vector<type_node>& types, const type_node& type)
{
    for (const type_field& field : type.fields) {
        const std::uint64_t size_bytes = types[field.type].size_bytes;
        if (size_bytes > type.size_bytes || field.offset > type.size_bytes - size_bytes)
            return false;
    }
    return true;
}

// Layouts are compared by name.
bool names_are_distinct(const type_node& type)
{
    std::unordered_set<std::string_view> names;
    return std::all_of(type.fields.begin(), type.fields.end(), [&](const type_field& field) {
        return names.insert(field.name).second;
    });
}

bool array_fills_size(const type_node& element, const type_node& array)
{
    if (element.size_bytes == 0 || array.count == 0)
        return element.size_bytes != 0 && array.size_bytes <= array.alignment; // std::array of no elements
    return array.size_bytes / array.count == element.size_bytes && array.size_bytes % array.count == 0;
}

bool parts_suit_kind(const std::vector<type_node>& types, const type_node& type)
{
    if (type.kind != type_kind::array && type.count != 0)
        return false;
    if (type.size_bytes == 0 || !std::has_single_bit(type.alignment) || type.alignment > max_alignment)
        return false;
    switch (type.kind) {
    case type_kind::enumeration:
        return is_integral(types[type.element].kind) && types[type.element].size_bytes == type.size_bytes;
    case type_kind::array:
        return array_fills_size(types[type.element], type);
    case type_kind::string:
        return types[type.element].kind == type_kind::character;
    case type_kind::optional:
        return types[type.element].size_bytes <= type.size_bytes;
    default:
        return fields_inside(types, type);
    }
}

// The types of which a T holds values, as opposed to a T that refers to them.
std::vector<std::uint32_t> parts_by_value(const type_node& type)
{
    std::vector<std::uint32_t> parts;
    if (type.kind == type_kind::array || type.kind == type_kind::optional ||
        type.kind == type_kind::enumeration)
        parts.push_back(type.element);
    for (const type_field& field : type.fields)
        parts.push_back(field.type);
    return parts;
}

// Takes away the types that nobody contains, again and again: what remains contains itself.
bool contains_itself(const std::vector<type_node>& types)
{
    std::vector<std::uint32_t> containers(types.size(), 0);
    for (const type_node& type : types)
        for (std::uint32_t part : parts_by_value(type))
            ++containers[part];
    std::vector<std::uint32_t> uncontained;
    for (std::uint32_t i = 0; i < types.size(); ++i)
        if (containers[i] == 0)
            uncontained.push_back(i);
    for (std::size_t next = 0; next < uncontained.size(); ++next)
        for (std::uint32_t part : parts_by_value(types[uncontained[next]]))
            if (--containers[part] == 0)
                uncontained.push_back(part);
    return uncontained.size() != types.size();
}

} // namespace

std::optional<std::string> find_problem(const std::vector<type_node>& types)
{
    if (types.empty())
        return "there are no types";
    for (std::size_t i = 0; i < types.size(); ++i)
        if (!indices_in_range(types, types[i]))
            return "type " + std::to_string(i) + " refers to types that don't exist";
    for (std::size_t i = 0; i < types.size(); ++i)
        if (!parts_suit_kind(types, types[i]))
            return "type " + std::to_string(i) + " has parts that don't fit it";
    if (contains_itself(types))
        return "a type contains itself";
    for (std::size_t i = 0; i < types.size(); ++i)
        if (!names_are_distinct(types[i]))
            return "type " + std::to_string(i) + " has two fields of one name";
    return std::nullopt;
}

} // namespace respawn::schema
