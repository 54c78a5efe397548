#include "shared/platform/doorbell.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <array>

namespace respawn::platform {

// A pair of sockets: both ends of an eventfd would be one open file, and O_NONBLOCK is the file's. A process
// could clear it and make the other one wait.

result<doorbell> create_doorbell()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return errno_failure("cannot create a wake-up channel");
    return doorbell{unique_handle{ends[0]}, unique_handle{ends[1]}};
}

void ring_doorbell(int end) noexcept
{
    const char ring = 1;
    // Fails when the other side has gone, or when it has more rings unheard than the system keeps.
    [[maybe_unused]] const ssize_t ignored = ::send(end, &ring, sizeof ring, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void silence_doorbell(int end) noexcept
{
    // As many as the system keeps, by default. Should there be more, then the end just stays readable.
    std::array<char, 512> rings;
    [[maybe_unused]] const ssize_t ignored = ::recv(end, rings.data(), rings.size(), MSG_DONTWAIT);
}

bool wait_for_doorbell_or_hang_up(int end, int socket) noexcept
{
    for (;;) {
        // Without POLLIN on the socket only its hang-up ends the wait: nothing is said unasked.
        pollfd waited[2] = {{end, POLLIN, 0}, {socket, 0, 0}};
        if (::poll(waited, 2, -1) <= 0)
            continue;
        if ((waited[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
            return false;
        if ((waited[0].revents & POLLIN) != 0)
            return true;
    }
}

} // namespace respawn::platform
