#pragma once

namespace respawn::platform {

/// Calls `callback` before a sanitizer that this program was built with ends the process for what it found,
/// after its report. Does nothing in programs without one. Call once.
void call_before_sanitizer_death(void (*callback)()) noexcept;

} // namespace respawn::platform
