#include "worker/source/schema/defaults.hpp"

#include "worker/source/schema/scratch_memory.hpp"
#include "worker/source/schema/scratch_object.hpp"

#include <cstring>
#include <memory>

namespace respawn::detail {

namespace {

bool is_scalar(type_kind kind)
{
    switch (kind) {
    case type_kind::boolean:
    case type_kind::character:
    case type_kind::signed_integer:
    case type_kind::unsigned_integer:
    case type_kind::floating_point:
    case type_kind::enumeration:
        return true;
    default:
        return false;
    }
}

// The bytes of a scalar that are its value: an x87 long double has more.
std::size_t value_bytes(const type_description& type)
{
    return type.kind == type_kind::floating_point && type.size == 16 ? 10 : type.size;
}

void keep(const type_description& type, const std::byte* object, std::byte* kept);

void keep_fields(const type_description& type, const std::byte* object, std::byte* kept)
{
    for (const field_description& field : type.fields)
        keep(field.type(), object + field.offset, kept + field.offset);
}

void keep_elements(const type_description& type, const std::byte* object, std::byte* kept)
{
    const std::size_t step = type.count == 0 ? 0 : type.size / type.count;
    for (std::size_t i = 0; i < type.count; ++i)
        keep(type.element(), object + i * step, kept + i * step);
}

// The standard libraries keep the flag that says whether there is an element behind it.
void keep_optional(const type_description& type, const std::byte* object, std::byte* kept)
{
    const std::size_t flag = type.element().size;
    kept[flag] = object[flag];
    if (object[flag] != std::byte{0})
        keep(type.element(), object, kept);
}

void keep(const type_description& type, const std::byte* object, std::byte* kept)
{
    if (is_scalar(type.kind))
        std::memcpy(kept, object, value_bytes(type));
    else if (type.kind == type_kind::array)
        keep_elements(type, object, kept);
    else if (type.kind == type_kind::optional)
        keep_optional(type, object, kept);
    else if (
        type.kind == type_kind::structure || type.kind == type_kind::pair || type.kind == type_kind::tuple)
        keep_fields(type, object, kept);
}

} // namespace

std::unique_ptr<std::byte, aligned_delete> memory_for(const type_description& type)
{
    const std::align_val_t alignment{type.alignment};
    std::unique_ptr<std::byte, aligned_delete> memory{
        static_cast<std::byte*>(::operator new(type.size, alignment)), {alignment}};
    std::memset(memory.get(), 0, type.size);
    return memory;
}

std::vector<std::byte> default_value(const type_description& type, std::size_t max_bytes)
{
    if (type.kind != type_kind::structure || type.operations == nullptr ||
        type.operations->construct == nullptr || type.size > max_bytes)
        return {};
    const auto object = memory_for(type);
    std::vector<std::byte> result(type.size);
    const scratch_memory scratch;
    try {
        type.operations->construct(object.get());
    } catch (...) {
        return {};
    }
    keep(type, object.get(), result.data());
    type.operations->destroy(object.get());
    return result;
}

} // namespace respawn::detail
