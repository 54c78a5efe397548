#pragma once

#include <cstdio>

#include <fcntl.h>

namespace respawn::platform {

/// A lock of the open file and not of the process: it ends when the last descriptor is closed, whatever else
/// its process opens and closes, and looking at it (F_OFD_GETLK) does not take it.
[[nodiscard]] inline struct flock whole_file() noexcept
{
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

} // namespace respawn::platform
