#pragma once

#include <respawn/schema/description.hpp>

#include <vector>

namespace respawn::detail {

/// The schema of a root of type `root` in its stored form (shared/schema/layout.hpp). Throws
/// std::runtime_error when it has more types than a schema can hold.
[[nodiscard]] std::vector<std::byte> encode(const type_description& root);

} // namespace respawn::detail
