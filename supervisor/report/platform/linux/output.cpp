#include "supervisor/report/platform/output.hpp"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace respawn::platform {
namespace {

mode_t type_of(int descriptor)
{
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

// O_NONBLOCK belongs to the open file, which a shell and a whole pipeline may share: set it on one of our
// own. Regular files keep theirs, because a new open file would start at offset 0.
unique_handle open_own(int descriptor)
{
    const auto type = type_of(descriptor);
    if (type == S_IFIFO || type == S_IFCHR) {
        const auto name = "/proc/self/fd/" + std::to_string(descriptor);
        unique_handle own{::open(name.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
        if (own)
            return own;
    }
    return unique_handle{::fcntl(descriptor, F_DUPFD_CLOEXEC, 0)};
}

bool has_room(int descriptor, int patience_ms)
{
    pollfd wanted{descriptor, POLLOUT, 0};
    return ::poll(&wanted, 1, patience_ms) > 0;
}

} // namespace

output::output(int descriptor) : handle_{open_own(descriptor)}, is_socket_{type_of(descriptor) == S_IFSOCK} {}

std::optional<std::size_t> output::write(std::string_view bytes)
{
    if (!handle_)
        return std::nullopt;
    std::size_t written = 0;
    while (written < bytes.size() && has_room(handle_.get(), 0)) {
        // A pipe that has room takes PIPE_BUF bytes at once, even where the open file is not our own.
        const auto piece = bytes.substr(written, PIPE_BUF);
        const auto taken =
            is_socket_ ? ::send(handle_.get(), piece.data(), piece.size(), MSG_DONTWAIT | MSG_NOSIGNAL)
                       : ::write(handle_.get(), piece.data(), piece.size());
        if (taken < 0 && errno == EAGAIN)
            break;
        if (taken < 0 && errno != EINTR)
            return std::nullopt;
        written += static_cast<std::size_t>(std::max<ssize_t>(taken, 0));
    }
    return written;
}

void output::wait(std::chrono::milliseconds patience)
{
    static_cast<void>(has_room(handle_.get(), static_cast<int>(patience.count())));
}

bool is_colour_terminal(int descriptor)
{
    const char* terminal = std::getenv("TERM");
    return ::isatty(descriptor) == 1 && terminal != nullptr && std::string_view{terminal} != "dumb";
}

} // namespace respawn::platform
