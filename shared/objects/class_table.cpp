#include "shared/objects/class_table.hpp"

#include <algorithm>

namespace respawn::objects {

std::optional<std::uint32_t> dynamic_type(
    const state_bytes& state, const type_list& types, std::uint32_t type, std::uint64_t address)
{
    const schema::type_node& declared = types[type];
    if (!schema::is_polymorphic(declared) || !state.classes())
        return state.contains(address, declared.size_bytes) ? std::optional{type} : std::nullopt;
    const auto vtable_pointer = state.read<std::uint64_t>(address);
    const std::string_view name =
        vtable_pointer ? state.classes()->class_name(*vtable_pointer) : std::string_view{};
    const auto is_it = [&](std::uint32_t candidate) {
        return !name.empty() && types[candidate].class_name == name &&
               state.contains(address, types[candidate].size_bytes);
    };
    if (is_it(type))
        return type;
    const auto found = std::find_if(declared.derived.begin(), declared.derived.end(), is_it);
    return found != declared.derived.end() ? std::optional{*found} : std::nullopt;
}

} // namespace respawn::objects
