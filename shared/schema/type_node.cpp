#include "shared/schema/type_node.hpp"

namespace respawn::schema {

namespace {

// Deep enough for any type that a person wrote, and an end for recursive ones.
constexpr int max_words_depth = 6;
constexpr std::size_t max_listed_words = 4;

std::string scalar_words(const type_node& type)
{
    const std::string bits = std::to_string(type.size_bytes * 8);
    switch (type.kind) {
    case type_kind::boolean:
        return "bool";
    case type_kind::character:
        return type.size_bytes == 1 ? "char" : "char" + bits;
    case type_kind::signed_integer:
        return "int" + bits;
    case type_kind::unsigned_integer:
        return "uint" + bits;
    default:
        return type.size_bytes == 4 ? "float" : type.size_bytes == 8 ? "double" : "long double";
    }
}

std::string_view container_word(type_kind kind)
{
    switch (kind) {
    case type_kind::pointer:
        return "pointer to ";
    case type_kind::vector:
    case type_kind::bit_vector:
        return "vector of ";
    case type_kind::deque:
        return "deque of ";
    case type_kind::list:
        return "list of ";
    case type_kind::set:
        return "set of ";
    case type_kind::unordered_set:
        return "unordered_set of ";
    case type_kind::map:
        return "map of ";
    case type_kind::unordered_map:
        return "unordered_map of ";
    case type_kind::optional:
        return "optional ";
    case type_kind::unique_pointer:
        return "unique_ptr to ";
    default:
        return "";
    }
}

std::string in_words(const std::vector<type_node>& types, std::uint32_t index, int depth);

std::string list_words(
    std::string_view name, const std::vector<type_node>& types, const type_node& type, int depth)
{
    std::string result = std::string{name} + "<";
    for (std::size_t i = 0; i < type.fields.size(); ++i) {
        if (i > 0)
            result += ", ";
        if (i == max_listed_words)
            return result + "…>";
        result += in_words(types, type.fields[i].type, depth);
    }
    return result + ">";
}

std::string array_words(const std::vector<type_node>& types, const type_node* type, int depth)
{
    std::string extents;
    std::uint32_t element = no_type;
    for (; type->kind == type_kind::array && depth > 0; type = &types[element], --depth) {
        extents += "[" + std::to_string(type->count) + "]";
        element = type->element;
    }
    return in_words(types, element, depth) + extents;
}

std::string in_words(const std::vector<type_node>& types, std::uint32_t index, int depth)
{
    const type_node& type = types[index];
    if (depth == 0)
        return "…";
    switch (type.kind) {
    case type_kind::boolean:
    case type_kind::character:
    case type_kind::signed_integer:
    case type_kind::unsigned_integer:
    case type_kind::floating_point:
        return scalar_words(type);
    case type_kind::enumeration:
        return type.name + " (" + in_words(types, type.element, depth - 1) + ")";
    case type_kind::structure:
    case type_kind::opaque:
        return type.name.empty() ? "structure" : type.name;
    case type_kind::array:
        return array_words(types, &type, depth);
    case type_kind::ignored:
        return "ignored";
    case type_kind::function_pointer:
        return "pointer to function " + type.name;
    case type_kind::string:
        return types[type.element].size_bytes == 1 ? "string"
                                                   : "string of " + in_words(types, type.element, depth - 1);
    case type_kind::variant:
        return list_words("variant", types, type, depth - 1);
    case type_kind::pair:
        return list_words("pair", types, type, depth - 1);
    case type_kind::tuple:
        return list_words("tuple", types, type, depth - 1);
    case type_kind::map:
    case type_kind::unordered_map:
        return std::string{container_word(type.kind)} + in_words(types, type.key, depth - 1) + " to " +
               in_words(types, type.element, depth - 1);
    default:
        return std::string{container_word(type.kind)} + in_words(types, type.element, depth - 1);
    }
}

} // namespace

bool has_element(type_kind kind)
{
    switch (kind) {
    case type_kind::enumeration:
    case type_kind::array:
    case type_kind::pointer:
    case type_kind::vector:
    case type_kind::bit_vector:
    case type_kind::deque:
    case type_kind::list:
    case type_kind::string:
    case type_kind::map:
    case type_kind::set:
    case type_kind::unordered_map:
    case type_kind::unordered_set:
    case type_kind::optional:
    case type_kind::unique_pointer:
        return true;
    default:
        return false;
    }
}

bool has_key(type_kind kind)
{
    return kind == type_kind::map || kind == type_kind::unordered_map;
}

bool has_fields(type_kind kind)
{
    return kind == type_kind::structure || kind == type_kind::variant || kind == type_kind::pair ||
           kind == type_kind::tuple || kind == type_kind::enumeration;
}

bool owns_memory(type_kind kind)
{
    return (kind >= type_kind::vector && kind <= type_kind::unordered_set) ||
           kind == type_kind::unique_pointer;
}

bool name_matters(type_kind kind)
{
    return kind == type_kind::opaque || has_key(kind) || kind == type_kind::set ||
           kind == type_kind::unordered_set || kind == type_kind::function_pointer;
}

std::string describe(const std::vector<type_node>& types, std::uint32_t index)
{
    return in_words(types, index, max_words_depth);
}

} // namespace respawn::schema
