#pragma once

#include <algorithm>
#include <cerrno>
#include <chrono>

#include <poll.h>

namespace respawn::platform {

/// Whether one of `events` of poll(2), a hang-up or an error is there, or comes within `patience`. A signal
/// ends neither the question nor the wait: poll() is interrupted by one that is pending even when it is not
/// to wait at all.
[[nodiscard]] inline bool has_event(
    int handle, short events, std::chrono::milliseconds patience = std::chrono::milliseconds{0}) noexcept
{
    using clock = std::chrono::steady_clock;
    const auto deadline = clock::now() + patience;
    pollfd question{handle, events, 0};
    int found = ::poll(&question, 1, static_cast<int>(patience.count()));
    while (found < 0 && errno == EINTR) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now());
        found =
            ::poll(&question, 1, static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0)));
    }
    return found > 0;
}

/// Whether a handle can be read, or that comes true within `patience`.
[[nodiscard]] inline bool is_readable(
    int handle, std::chrono::milliseconds patience = std::chrono::milliseconds{0}) noexcept
{
    return has_event(handle, POLLIN, patience);
}

} // namespace respawn::platform
