#include "supervisor/output/platform/output_channel.hpp"

#include <array>
#include <cstdlib>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

result<pipe_ends> create_terminal_like(int output)
{
    pipe_ends made;
    made.read = unique_handle{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)};
    std::array<char, 64> name{};
    if (!made.read || ::grantpt(made.read.get()) != 0 || ::unlockpt(made.read.get()) != 0 ||
        ::ptsname_r(made.read.get(), name.data(), name.size()) != 0)
        return errno_failure("cannot make a terminal for the game's output");
    made.write = unique_handle{::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
    termios settings{};
    if (!made.write || ::tcgetattr(made.write.get(), &settings) != 0)
        return errno_failure("cannot make a terminal for the game's output");
    // Lines get their ends from the terminal that shows them.
    ::cfmakeraw(&settings);
    ::tcsetattr(made.write.get(), TCSANOW, &settings);
    winsize size{};
    if (::ioctl(output, TIOCGWINSZ, &size) == 0)
        ::ioctl(made.write.get(), TIOCSWINSZ, &size);
    return made;
}

} // namespace

result<pipe_ends> create_channel_like(int output)
{
    return ::isatty(output) == 1 ? create_terminal_like(output) : create_pipe();
}

bool lead_to_same(int one_output, int other_output) noexcept
{
    struct stat one {
    }, other{};
    return ::fstat(one_output, &one) == 0 && ::fstat(other_output, &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

} // namespace respawn::platform
