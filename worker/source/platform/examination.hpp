#pragma once

namespace respawn::platform {

/// Lets the supervisor and debuggers look into this process, where the system allows that to nobody but a
/// parent (Linux: Yama with ptrace_scope 1): whichever of this user's processes wants to. Nothing happens
/// elsewhere. Implemented in platform/<os>/.
void allow_examination() noexcept;

} // namespace respawn::platform
