#pragma once

#include <respawn/schema/description.hpp>

#include <cstddef>
#include <vector>

namespace respawn::detail {

struct encoded_schema {
    std::vector<std::byte> bytes;
    std::vector<const type_description*> types; ///< in the order in which the schema has them
};

/// The schema of a root of type `root` in its stored form (shared/schema/layout.hpp), with the defaults of
/// its structures: calls the game's constructors and destructors. Throws std::runtime_error when it has more
/// types than a schema can hold, or a class with virtual bases.
[[nodiscard]] encoded_schema encode(const type_description& root);

} // namespace respawn::detail
