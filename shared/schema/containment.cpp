#include "shared/schema/containment.hpp"

namespace respawn::schema {

namespace {

std::vector<std::uint32_t> parts_of(const std::vector<type_node>& types, const type_node& type)
{
    std::vector<std::uint32_t> parts;
    if (type.kind == type_kind::pointer || type.kind == type_kind::enumeration)
        return parts;
    if (has_element(type.kind))
        parts.push_back(type.element);
    if (type.kind == type_kind::unique_pointer)
        parts.insert(parts.end(), types[type.element].derived.begin(), types[type.element].derived.end());
    if (has_key(type.kind))
        parts.push_back(type.key);
    for (const type_field& field : type.fields)
        parts.push_back(field.type);
    return parts;
}

} // namespace

std::vector<bool> contains_any(
    const std::vector<type_node>& types, const std::function<bool(const type_node&)>& is_wanted)
{
    std::vector<bool> result(types.size());
    std::vector<std::vector<std::uint32_t>> containers(types.size());
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < types.size(); ++i) {
        for (const std::uint32_t part : parts_of(types, types[i]))
            containers[part].push_back(i);
        if (is_wanted(types[i])) {
            result[i] = true;
            found.push_back(i);
        }
    }
    while (!found.empty()) {
        const std::uint32_t inner = found.back();
        found.pop_back();
        for (const std::uint32_t outer : containers[inner])
            if (!result[outer]) {
                result[outer] = true;
                found.push_back(outer);
            }
    }
    return result;
}

std::vector<bool> parts(const std::vector<type_node>& types)
{
    std::vector<bool> result(types.size());
    for (const type_node& type : types)
        for (const std::uint32_t part : parts_of(types, type))
            result[part] = true;
    return result;
}

} // namespace respawn::schema
