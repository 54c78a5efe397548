#include "worker/source/schema/classes.hpp"

#include "worker/source/schema/scratch_memory.hpp"
#include "worker/source/schema/scratch_object.hpp"

#include <cxxabi.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <stdexcept>
#include <typeinfo>

namespace respawn::detail {

namespace {

bool has_virtual_base(const std::type_info& type)
{
    if (const auto* single = dynamic_cast<const abi::__si_class_type_info*>(&type))
        return has_virtual_base(*single->__base_type);
    const auto* several = dynamic_cast<const abi::__vmi_class_type_info*>(&type);
    if (!several)
        return false;
    for (const auto& base : std::span{&several->__base_info[0], several->__base_count})
        if (base.__is_virtual_p() || has_virtual_base(*base.__base_type))
            return true;
    return false;
}

// Such an object begins with it, in the ABI that g++ and clang share.
std::optional<std::uint64_t> vtable_pointer_of(const type_description& type)
{
    const auto object = memory_for(type);
    const scratch_memory scratch;
    try {
        type.operations->construct(object.get());
    } catch (...) {
        return std::nullopt;
    }
    std::uint64_t result = 0;
    std::memcpy(&result, object.get(), sizeof result);
    type.operations->destroy(object.get());
    return result;
}

} // namespace

std::string class_name(const type_description& type)
{
    if (!type.class_info)
        return {};
    const std::type_info& info = type.class_info();
    if (has_virtual_base(info))
        throw std::runtime_error{
            "respawn: " + std::string{type.name} +
            " has virtual bases, which point at tables of its process: make them fields"};
    return info.name();
}

void add_classes(objects::class_table& table, const std::vector<const type_description*>& types)
{
    for (const type_description* type : types)
        if (type->class_info && type->operations->construct)
            if (const auto pointer = vtable_pointer_of(*type))
                table.add(*pointer, type->class_info().name());
}

} // namespace respawn::detail
