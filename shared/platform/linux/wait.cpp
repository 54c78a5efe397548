#include "shared/platform/wait.hpp"

#include <poll.h>

namespace respawn::platform {

bool wait_for_event_or_hang_up(int event, int socket) noexcept
{
    for (;;) {
        // Without POLLIN on the socket only its hang-up ends the wait: nothing is said unasked.
        pollfd waited[2] = {{event, POLLIN, 0}, {socket, 0, 0}};
        if (::poll(waited, 2, -1) <= 0)
            continue;
        if ((waited[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
            return false;
        if ((waited[0].revents & POLLIN) != 0)
            return true;
    }
}

} // namespace respawn::platform
