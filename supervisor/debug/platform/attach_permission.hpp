#pragma once

#include "shared/result.hpp"

namespace respawn::platform {

/// Fails with a sentence for the user where the system lets none of this user's debuggers attach to a game,
/// which itself allows it. Implemented in platform/<os>/.
[[nodiscard]] result<void> may_attach();

} // namespace respawn::platform
