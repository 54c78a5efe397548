#pragma once

#include "shared/unique_handle.hpp"

#include <string>

#include <fcntl.h>
#include <sys/stat.h>

namespace respawn::platform {

[[nodiscard]] inline mode_t type_of(int descriptor) noexcept
{
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

/// Opens what a descriptor is open at once more, for O_RDONLY or O_WRONLY: O_NONBLOCK belongs to the open
/// file, which a shell and a whole pipeline may share. Regular files keep theirs, because a new open file
/// would start at offset 0; and a socket has no other.
[[nodiscard]] inline unique_handle own_open_file(int descriptor, int access)
{
    const auto type = type_of(descriptor);
    if (type == S_IFIFO || type == S_IFCHR) {
        const auto name = "/proc/self/fd/" + std::to_string(descriptor);
        unique_handle own{::open(name.c_str(), access | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
        if (own)
            return own;
    }
    return unique_handle{::fcntl(descriptor, F_DUPFD_CLOEXEC, 0)};
}

} // namespace respawn::platform
