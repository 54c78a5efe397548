#pragma once

namespace respawn::platform {

/// Calls `callback` before a sanitizer that this program was built with ends the process for what it found,
/// after its report. Does nothing in programs without one. Call once.
void call_before_sanitizer_death(void (*callback)()) noexcept;

/// Calls `callback` before a sanitizer writes a report, after which the program may go on. Only if the
/// sanitizer tells that it does: those for addresses and undefined behaviour in libraries of their own, as
/// g++ links them, and if the program does not listen to it itself. Call once.
void call_before_sanitizer_report(void (*callback)()) noexcept;

} // namespace respawn::platform
