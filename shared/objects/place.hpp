#pragma once

#include "shared/objects/containers.hpp"

#include <cstdint>
#include <optional>

namespace respawn::objects {

/// An object in a state: where it is, and what the schema that it was found by says it is.
struct place {
    const type_list* types = nullptr; ///< checked, and outlives this
    std::uint32_t type = 0;
    std::uint64_t address = 0;
    std::optional<std::uint8_t> bit{}; ///< in the byte at `address`: a value of vector<bool>

    [[nodiscard]] const schema::type_node& node() const { return (*types)[type]; }
    [[nodiscard]] place field(const schema::type_field& which) const
    {
        return {types, which.type, address + which.offset};
    }
    /// A part of another type, elsewhere.
    [[nodiscard]] place at(std::uint32_t part_type, std::uint64_t part_address) const
    {
        return {types, part_type, part_address};
    }
};

} // namespace respawn::objects
