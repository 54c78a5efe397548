#include "worker/source/platform/own_executable.hpp"

#include <system_error>

#include <fcntl.h>

namespace respawn::platform {

namespace {

constexpr auto link = "/proc/self/exe";

} // namespace

std::filesystem::path own_executable()
{
    std::error_code error;
    return std::filesystem::read_symlink(link, error);
}

unique_handle open_own_executable()
{
    return unique_handle{::open(link, O_RDONLY | O_CLOEXEC)};
}

} // namespace respawn::platform
