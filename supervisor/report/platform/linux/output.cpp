#include "supervisor/report/platform/output.hpp"

#include "supervisor/platform/linux/handle_events.hpp"
#include "supervisor/platform/linux/own_open_file.hpp"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace respawn::platform {
namespace {

bool has_room(int descriptor, std::chrono::milliseconds patience = std::chrono::milliseconds{0})
{
    return has_event(descriptor, POLLOUT, patience);
}

} // namespace

output::output(int descriptor) :
    handle_{own_open_file(descriptor, O_WRONLY)}, is_socket_{type_of(descriptor) == S_IFSOCK},
    is_file_{type_of(descriptor) == S_IFREG || type_of(descriptor) == S_IFBLK}
{}

std::optional<std::size_t> output::write(std::string_view bytes)
{
    if (!handle_)
        return std::nullopt;
    std::size_t written = 0;
    while (written < bytes.size() && has_room(handle_.get())) {
        // A pipe that has room takes PIPE_BUF bytes at once, even where the open file is not our own.
        const auto piece = bytes.substr(written, is_file_ ? bytes.size() : PIPE_BUF);
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
    static_cast<void>(has_room(handle_.get(), patience));
}

bool is_colour_terminal(int descriptor)
{
    const char* terminal = std::getenv("TERM");
    return ::isatty(descriptor) == 1 && terminal != nullptr && std::string_view{terminal} != "dumb";
}

} // namespace respawn::platform
