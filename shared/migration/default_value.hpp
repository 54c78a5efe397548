#pragma once

#include "shared/objects/state_bytes.hpp"
#include "shared/schema/type_node.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace respawn::migration {

/// The default of a structure's field as text, e.g. "100" or "falling"; empty if it isn't known or is no
/// single value.
[[nodiscard]] std::string default_text(
    const std::vector<schema::type_node>& types, const schema::type_node& structure,
    const schema::type_field& field);

/// A single value as text: a number, "true", an enumerator's name; empty for anything else.
[[nodiscard]] std::string value_text(
    const std::vector<schema::type_node>& types, std::uint32_t type, const std::byte* object);

/// Whether the object at `address` has another value than a value-initialised one. `default_value`: of one,
/// as a schema has it, or null: everything 0. Containers: whether it has any elements.
[[nodiscard]] bool has_a_value(
    const objects::state_bytes& state, const std::vector<schema::type_node>& types, std::uint32_t type,
    std::uint64_t address, const std::byte* default_value);

} // namespace respawn::migration
