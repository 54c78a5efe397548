#include "shared/platform/user.hpp"

#include <unistd.h>

namespace respawn::platform {

unsigned current_user() noexcept
{
    return ::geteuid();
}

} // namespace respawn::platform
