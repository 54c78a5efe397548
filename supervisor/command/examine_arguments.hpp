#pragma once

#include "shared/result.hpp"
#include "supervisor/command/options.hpp"

#include <span>
#include <string>

namespace respawn::supervisor {

/// The arguments of `respawn examine`, which supervisors start and no person does.
[[nodiscard]] result<invocation> parse_examine(std::span<const std::string> arguments);

} // namespace respawn::supervisor
