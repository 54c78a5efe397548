#pragma once

#include "shared/schema/type_node.hpp"

namespace respawn::schema {

/// What two schemas must share to describe the same bytes: everything that can be reached from type 0, except
/// for the names of structures and enumerations. Two structures of different names and equal fields count as
/// one. Every index in `types` must be in range.
[[nodiscard]] std::uint64_t hash(const std::vector<type_node>& types);

/// Whether types differ that differ only in what pointers inside of them point to.
enum class pointees : std::uint8_t { told_apart, alike };

/// The layout of each type as a number: equal for two of them if nothing in the layout tells them, and what
/// they refer to, apart. Every index in `types` must be in range.
[[nodiscard]] std::vector<std::uint64_t> layout_classes(const std::vector<type_node>& types, pointees how);

} // namespace respawn::schema
