#pragma once

#include "shared/schema/type_node.hpp"

namespace respawn::schema {

/// What two schemas must share to describe the same bytes: everything that can be reached from type 0, except
/// for the names of structures and enumerations. Two structures of different names and equal fields count as
/// one. Every index in `types` must be in range.
[[nodiscard]] std::uint64_t hash(const std::vector<type_node>& types);

} // namespace respawn::schema
