#pragma once

#include "supervisor/command/options.hpp"

namespace respawn::supervisor {

/// Understands what follows `respawn run`.
[[nodiscard]] result<invocation> parse_run(std::span<const std::string> arguments);

} // namespace respawn::supervisor
