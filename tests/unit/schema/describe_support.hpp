#pragma once

#include <respawn/schema.hpp>

#include "catch.hpp"

#include <string>

/// "name@offset name@offset …" of a description's fields.
inline std::string fields_of(const respawn::detail::type_description& type)
{
    std::string result;
    for (const auto& field : type.fields) {
        if (!result.empty())
            result += ' ';
        result += std::string{field.name} + '@' + std::to_string(field.offset);
    }
    return result;
}

template <class T>
const respawn::detail::type_description& describe_checked()
{
    respawn::detail::require_state_type<T>();
    const auto& type = respawn::detail::describe<T>();
    CHECK(type.size == sizeof(T));
    CHECK(type.alignment == alignof(T));
    return type;
}
