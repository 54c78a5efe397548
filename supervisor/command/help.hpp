#pragma once

#include <string>

namespace respawn::supervisor {

/// Everything that a newcomer needs to use the program.
[[nodiscard]] std::string help_text();

/// "respawn 0.1.0".
[[nodiscard]] std::string version_text();

} // namespace respawn::supervisor
