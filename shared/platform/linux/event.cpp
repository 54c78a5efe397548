#include "shared/platform/event.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

namespace respawn::platform {

result<unique_handle> create_event()
{
    unique_handle event{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (!event)
        return errno_failure("cannot create a wake-up event");
    return event;
}

void signal_event(int event) noexcept
{
    const std::uint64_t one = 1;
    // The only failure is a full counter: then the other side has a wake-up pending already.
    [[maybe_unused]] const ssize_t ignored = ::write(event, &one, sizeof one);
}

void clear_event(int event) noexcept
{
    std::uint64_t count = 0;
    [[maybe_unused]] const ssize_t ignored = ::read(event, &count, sizeof count);
}

} // namespace respawn::platform
