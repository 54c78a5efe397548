#pragma once

#include "shared/result.hpp"

namespace respawn::platform {

/// Whether any debugger may attach, by Yama's setting kernel.yama.ptrace_scope, to a process that has said
/// that anyone may (PR_SET_PTRACER_ANY). At 2, one with the capability may, which it can have from its file:
/// it says itself that it has none.
[[nodiscard]] inline result<void> may_attach_at_scope(int scope)
{
    constexpr int nobody = 3;
    if (scope >= nobody)
        return failure{"the system lets no debugger attach to the game, until it is started anew "
                       "(kernel.yama.ptrace_scope is 3); set it to 1 in /etc/sysctl.d, and reboot"};
    return {};
}

} // namespace respawn::platform
