#include "shared/migration/default_value.hpp"

#include "shared/migration/numbers.hpp"
#include "shared/objects/containers.hpp"

#include <algorithm>

namespace respawn::migration {

namespace {

using schema::type_field;
using schema::type_kind;
using schema::type_node;

std::string enumerator_text(
    const std::vector<type_node>& types, const type_node& type, const std::byte* object)
{
    const number value = read_number(types[type.element], object);
    const auto found =
        std::find_if(type.fields.begin(), type.fields.end(), [&](const type_field& enumerator) {
            return enumerator.offset == to_bits(value);
        });
    return found != type.fields.end() ? found->name : text_of(value);
}

const std::byte* part_of(const std::byte* whole, std::uint64_t offset)
{
    return whole ? whole + offset : nullptr;
}

bool is_zero(const std::byte* bytes, std::uint64_t count)
{
    return std::all_of(
        bytes, bytes + count, [](std::byte each) { return each == std::byte{0}; });
}

} // namespace

std::string value_text(const std::vector<type_node>& types, std::uint32_t index, const std::byte* object)
{
    const type_node& type = types[index];
    if (type.kind == type_kind::boolean)
        return *object != std::byte{0} ? "true" : "false";
    if (type.kind == type_kind::enumeration)
        return enumerator_text(types, type, object);
    return is_number(type.kind) ? text_of(read_number(type, object)) : std::string{};
}

std::string default_text(
    const std::vector<type_node>& types, const type_node& structure, const type_field& field)
{
    if (structure.default_value.empty())
        return {};
    return value_text(types, field.type, structure.default_value.data() + field.offset);
}

bool has_a_value(
    const objects::state_bytes& state, const std::vector<type_node>& types, std::uint32_t index,
    std::uint64_t address, const std::byte* default_value)
{
    const type_node& type = types[index];
    const std::byte* object = state.at(address, type.size_bytes);
    if (!object)
        return false;
    switch (type.kind) {
    case type_kind::structure:
    case type_kind::pair:
    case type_kind::tuple: {
        const std::byte* whole =
            !default_value && !type.default_value.empty() ? type.default_value.data() : default_value;
        return std::any_of(type.fields.begin(), type.fields.end(), [&](const type_field& field) {
            return has_a_value(
                state, types, field.type, address + field.offset, part_of(whole, field.offset));
        });
    }
    case type_kind::array: {
        const std::uint64_t stride = types[type.element].size_bytes;
        for (std::uint64_t i = 0; i < type.count; ++i)
            if (has_a_value(
                    state, types, type.element, address + i * stride, part_of(default_value, i * stride)))
                return true;
        return false;
    }
    case type_kind::variant: {
        const auto alternative = objects::held_alternative(state, types, index, address);
        return alternative && *alternative < type.fields.size() &&
               (*alternative != 0 || has_a_value(state, types, type.fields[0].type, address, nullptr));
    }
    case type_kind::ignored:
        return false;
    case type_kind::boolean:
    case type_kind::character:
    case type_kind::signed_integer:
    case type_kind::unsigned_integer:
    case type_kind::enumeration:
    case type_kind::opaque:
        return default_value ? !std::equal(object, object + type.size_bytes, default_value)
                             : !is_zero(object, type.size_bytes);
    case type_kind::floating_point:
        return read_number(type, object).floating !=
               (default_value ? read_number(type, default_value).floating : 0);
    case type_kind::pointer:
    case type_kind::function_pointer:
        return !is_zero(object, type.size_bytes);
    default:
        return objects::size_of(state, types, index, address).value_or(0) != 0;
    }
}

} // namespace respawn::migration
