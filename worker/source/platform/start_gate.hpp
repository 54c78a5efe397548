#pragma once

namespace respawn::platform {

/// Makes the linker take the start gate into a program: before its own static initialisers and main(), a
/// worker waits there until a debugger is at it, if the supervisor has asked for that by
/// RESPAWN_GATE=MILLISECONDS:FILE, at most so long and while that file is there. Implemented in
/// platform/<os>/.
void have_start_gate() noexcept;

} // namespace respawn::platform
