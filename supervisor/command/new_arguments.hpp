#pragma once

#include "supervisor/command/options.hpp"

namespace respawn::supervisor {

/// `respawn new NAME [--template KIND]`.
[[nodiscard]] result<invocation> parse_new(std::span<const std::string> arguments);

} // namespace respawn::supervisor
