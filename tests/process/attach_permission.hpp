#pragma once

#include "tests/support/temporary_folder.hpp"

#include <string>

#include <unistd.h>

namespace respawn::test {

/// Whether debuggers may attach to other processes than their children, as far as the system's setting of
/// that (Yama's kernel.yama.ptrace_scope; none: 0) is `highest_scope` at most, or this is the administrator.
inline bool may_attach(char highest_scope)
{
    const std::string scope = read_file("/proc/sys/kernel/yama/ptrace_scope");
    return ::getuid() == 0 || scope.empty() || scope[0] <= highest_scope;
}

} // namespace respawn::test
