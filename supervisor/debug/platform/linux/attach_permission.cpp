#include "supervisor/debug/platform/attach_permission.hpp"

#include "supervisor/debug/platform/linux/yama.hpp"

#include <fstream>

namespace respawn::platform {

result<void> may_attach()
{
    int scope = 0; // as where there is no Yama
    std::ifstream{"/proc/sys/kernel/yama/ptrace_scope"} >> scope;
    return may_attach_at_scope(scope);
}

} // namespace respawn::platform
