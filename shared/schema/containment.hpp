#pragma once

#include "shared/schema/type_node.hpp"

#include <functional>
#include <vector>

namespace respawn::schema {

/// For each type, whether it is what `is_wanted` looks for, or contains or owns such a thing; not through
/// pointers. Every index in `types` must be in range.
[[nodiscard]] std::vector<bool> contains_any(
    const std::vector<type_node>& types, const std::function<bool(const type_node&)>& is_wanted);

/// For each type, whether one of them contains or owns it; not through pointers. Every index in `types` must
/// be in range.
[[nodiscard]] std::vector<bool> parts(const std::vector<type_node>& types);

} // namespace respawn::schema
