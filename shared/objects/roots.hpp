#pragma once

#include "shared/objects/place.hpp"
#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace respawn::objects {

/// A root of a state and its types, which were copied out and checked.
struct root {
    std::string name;
    std::uint64_t address = 0;
    std::shared_ptr<const type_list> types; ///< null: its schema is damaged
    std::uint32_t type = 0;

    [[nodiscard]] place object() const { return {types.get(), type, address}; }
};

/// One state and its roots. Both outlive what is done with this.
struct state_view {
    const state_bytes* bytes;
    std::span<const root> roots;
};

/// Reads the roots of a state again and again: a schema that is the same bytes as last time is not read anew.
class root_reader {
public:
    /// Distrusts the state. Fails when it holds none, or when its directory is damaged.
    [[nodiscard]] result<std::vector<root>> read(const state_bytes& state);

private:
    struct known_schema {
        std::vector<std::byte> bytes;
        std::shared_ptr<const type_list> types;
    };
    [[nodiscard]] std::shared_ptr<const type_list> types_of(std::span<const std::byte> schema);

    std::vector<known_schema> known_;
};

} // namespace respawn::objects
