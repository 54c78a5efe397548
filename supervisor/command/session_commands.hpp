#pragma once

#include "supervisor/command/options.hpp"

namespace respawn::supervisor {

/// Sends a command to the supervisor that runs in the current folder or above it, and waits until it is done.
/// Gives what is to be printed.
[[nodiscard]] result<text_to_print> run_session_command(const session_command& command);

} // namespace respawn::supervisor
