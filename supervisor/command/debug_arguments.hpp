#pragma once

#include "supervisor/command/options.hpp"

namespace respawn::supervisor {

/// `respawn debug DEBUGGER [ARGUMENTS]`: what follows the debugger's name is the debugger's.
[[nodiscard]] result<invocation> parse_debug(std::span<const std::string> arguments);

} // namespace respawn::supervisor
