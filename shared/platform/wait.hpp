#pragma once

namespace respawn::platform {

/// Blocks until the event is signalled (true) or the other end of the socket is gone (false).
[[nodiscard]] bool wait_for_event_or_hang_up(int event, int socket) noexcept;

} // namespace respawn::platform
