#include "worker/source/platform/examination.hpp"

#include <sys/prctl.h>

namespace respawn::platform {

void allow_examination() noexcept
{
    // Where there is no Yama this fails, and is not needed.
    ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
}

} // namespace respawn::platform
