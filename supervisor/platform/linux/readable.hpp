#pragma once

#include <chrono>

#include <poll.h>

namespace respawn::platform {

/// Whether a handle can be read, or that comes true within `patience`.
[[nodiscard]] inline bool is_readable(
    int handle, std::chrono::milliseconds patience = std::chrono::milliseconds{0}) noexcept
{
    pollfd question{handle, POLLIN, 0};
    return ::poll(&question, 1, static_cast<int>(patience.count())) > 0;
}

} // namespace respawn::platform
