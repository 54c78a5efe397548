#pragma once

#include <filesystem>

#include <sys/stat.h>

namespace respawn::platform {

[[nodiscard]] inline bool is_regular(int file) noexcept
{
    struct stat opened {};
    return ::fstat(file, &opened) == 0 && S_ISREG(opened.st_mode);
}

/// Whether the regular file that was opened at `path` is still there: it may have been moved or removed, and
/// another one may have come in its place.
[[nodiscard]] inline bool is_at(int file, const std::filesystem::path& path) noexcept
{
    struct stat opened {};
    struct stat there {};
    return ::fstat(file, &opened) == 0 && ::lstat(path.c_str(), &there) == 0 &&
           opened.st_ino == there.st_ino && opened.st_dev == there.st_dev && S_ISREG(there.st_mode);
}

} // namespace respawn::platform
