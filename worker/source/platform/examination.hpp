#pragma once

namespace respawn::platform {

/// Lets that process and all that it starts look into this one, as debuggers do, where the system allows that
/// to nobody but a parent (Linux: Yama with ptrace_scope 1). Nothing happens elsewhere. Implemented in
/// platform/<os>/.
void allow_examination_by(int process_id) noexcept;

} // namespace respawn::platform
