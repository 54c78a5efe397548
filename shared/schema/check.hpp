#pragma once

#include "shared/schema/type_node.hpp"

#include <optional>

namespace respawn::schema {

/// What is wrong with `types`, if anything: an index out of range, parts that don't suit a kind, a field
/// outside of its structure, an array of the wrong size, or a type that contains itself by value.
[[nodiscard]] std::optional<std::string> find_problem(const std::vector<type_node>& types);

} // namespace respawn::schema
