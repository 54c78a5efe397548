#pragma once

#include "shared/result.hpp"

#include <string>
#include <utility>
#include <vector>

namespace respawn::platform {

/// Another program takes the place of this one, in the same process: `arguments`, of which the first is its
/// name or path, with `environment` added. Returns only if that fails. Implemented in platform/<os>/.
[[nodiscard]] failure become(
    const std::vector<std::string>& arguments,
    const std::vector<std::pair<std::string, std::string>>& environment);

} // namespace respawn::platform
