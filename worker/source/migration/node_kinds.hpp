#pragma once

#include "shared/schema/type_node.hpp"

namespace respawn::detail {

[[nodiscard]] inline bool is_pointer(const schema::type_node& type)
{
    return type.kind == schema::type_kind::pointer;
}

[[nodiscard]] inline bool is_owner(const schema::type_node& type)
{
    return schema::owns_memory(type.kind);
}

} // namespace respawn::detail
