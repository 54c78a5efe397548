#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

/// A wake-up between two processes: a counter in the kernel that is passed as a descriptor and can be polled.
namespace respawn::platform {

[[nodiscard]] result<unique_handle> create_event();
/// Wakes whoever waits for the event. Threads: any. Never blocks.
void signal_event(int event) noexcept;
/// Takes back all signals that have not been waited for. Never blocks.
void clear_event(int event) noexcept;

} // namespace respawn::platform
