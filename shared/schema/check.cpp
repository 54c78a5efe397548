#include "shared/schema/check.hpp"

#include <algorithm>
#include <bit>
#include <string_view>
#include <unordered_set>

namespace respawn::schema {

namespace {

constexpr std::uint32_t max_alignment = 1 << 20;
// Sums and multiples of sizes by alignments don't overflow; no state is that large.
constexpr std::uint64_t max_size_bytes = std::uint64_t{1} << 40;

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
    if (!std::all_of(type.derived.begin(), type.derived.end(), in_range))
        return false;
    return std::all_of(type.fields.begin(), type.fields.end(), [&](const type_field& field) {
        return type.kind == type_kind::enumeration ? field.type == type.element : in_range(field.type);
    });
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

bool default_fits(const type_node& type)
{
    return type.default_value.empty() ||
           (type.kind == type_kind::structure && type.default_value.size() == type.size_bytes);
}

// Each can be told apart by its class's name, and has room for what the pointer to it promises.
bool derived_classes_suit(const std::vector<type_node>& types, const type_node& type)
{
    std::unordered_set<std::string_view> names{type.class_name};
    return std::all_of(type.derived.begin(), type.derived.end(), [&](std::uint32_t index) {
        const type_node& derived = types[index];
        return is_polymorphic(derived) && derived.size_bytes >= type.size_bytes &&
               derived.alignment >= type.alignment && names.insert(derived.class_name).second;
    });
}

bool class_suits(const std::vector<type_node>& types, const type_node& type)
{
    if (!is_polymorphic(type))
        return type.derived.empty();
    return type.kind == type_kind::structure && type.size_bytes >= sizeof(std::uint64_t) &&
           type.alignment >= alignof(std::uint64_t) && derived_classes_suit(types, type);
}

// Containers as libstdc++ has them on 64-bit systems: whoever looks into one may read so much.
bool size_suits_kind(const type_node& type)
{
    switch (type.kind) {
    case type_kind::boolean:
        return type.size_bytes == 1;
    case type_kind::character:
        return type.size_bytes == 1 || type.size_bytes == 2 || type.size_bytes == 4;
    case type_kind::signed_integer:
    case type_kind::unsigned_integer:
        return std::has_single_bit(type.size_bytes) && type.size_bytes <= 16;
    case type_kind::floating_point:
        return type.size_bytes == sizeof(float) || type.size_bytes == sizeof(double) ||
               type.size_bytes == sizeof(long double);
    case type_kind::pointer:
    case type_kind::unique_pointer:
    case type_kind::function_pointer:
        return type.size_bytes == 8;
    case type_kind::vector:
    case type_kind::list:
        return type.size_bytes == 24;
    case type_kind::string:
        return type.size_bytes == 32;
    case type_kind::bit_vector:
        return type.size_bytes == 40;
    case type_kind::map:
    case type_kind::set:
        return type.size_bytes == 48;
    case type_kind::unordered_map:
    case type_kind::unordered_set:
        return type.size_bytes == 56;
    case type_kind::deque:
        return type.size_bytes == 80;
    default:
        return true;
    }
}

bool parts_suit_kind(const std::vector<type_node>& types, const type_node& type)
{
    if (type.kind != type_kind::array && type.count != 0)
        return false;
    if (!default_fits(type) || !size_suits_kind(type) || !class_suits(types, type))
        return false;
    if (type.size_bytes == 0 || type.size_bytes > max_size_bytes || !std::has_single_bit(type.alignment) ||
        type.alignment > max_alignment)
        return false;
    if (has_key(type.kind) && types[type.key].size_bytes + types[type.element].size_bytes > max_size_bytes)
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
    if (type.kind != type_kind::enumeration)
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
