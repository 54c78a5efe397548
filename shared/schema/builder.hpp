#pragma once

#include "shared/result.hpp"
#include "shared/schema/type_node.hpp"

#include <cstddef>

namespace respawn::schema {

/// Puts a schema together, type by type; type 0 is the root.
class builder {
public:
    /// Adds a type and returns its index. Its own indices may refer to types that are added later.
    std::uint32_t add(type_node type);

    [[nodiscard]] type_node& operator[](std::uint32_t index) { return types_[index]; }
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(types_.size()); }

    /// The schema in its stored form. Fails when a reader would refuse it.
    [[nodiscard]] result<std::vector<std::byte>> build() const;

private:
    std::vector<type_node> types_;
};

} // namespace respawn::schema
