#pragma once

#include "shared/control/layout.hpp"

#include <string_view>

namespace respawn::detail {

/// From now on, whatever ends this process by its own fault is told to the supervisor first: a fault,
/// abort(), an exception that nobody catches, a sanitizer's finding. The thread then waits until the
/// supervisor has looked at the process, and goes on to whoever handled such ends before: the game's own
/// handlers, a sanitizer, a crash reporter, the system.
///
/// Signals are handled on a stack of their own in the calling thread, so that its overflow can be told as
/// well. `bell` is this process's end of the doorbell; it and `control` must stay as they are for the
/// process's life, or until announce_no_more_endings(). Call once.
void announce_endings(control::region_data& control, int bell);

/// From now on endings are the system's alone to tell. Waits for ever when another thread is at its end.
void announce_no_more_endings() noexcept;

/// Tells the supervisor that this process ends itself, and why. Only after announce_endings().
void announce_giving_up(std::string_view reason) noexcept;

} // namespace respawn::detail
