#pragma once

namespace respawn::platform {

/// Makes this process one that may be lost: when memory runs out the system ends it first, it leaves the
/// processor to the game that plays on, and its own end leaves no core file. Implemented in platform/<os>/.
void become_helper() noexcept;

} // namespace respawn::platform
