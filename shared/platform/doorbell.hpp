#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

/// Wake-ups between two processes, in both directions. Each has an end of its own, so that nothing that one
/// does to its end can make the other wait.
namespace respawn::platform {

/// Two ends, each of which is passed as a descriptor and can be polled: it can be read once the other was
/// rung.
struct doorbell {
    unique_handle near, far;
};

[[nodiscard]] result<doorbell> create_doorbell();
/// Wakes whoever waits at the other end. Threads: any. Never blocks.
void ring_doorbell(int end) noexcept;
/// Takes back all rings at the other end that have not been waited for. Never blocks.
void silence_doorbell(int end) noexcept;
/// Blocks until the other end was rung (true) or the other end of the socket is gone (false).
[[nodiscard]] bool wait_for_doorbell_or_hang_up(int end, int socket) noexcept;

} // namespace respawn::platform
