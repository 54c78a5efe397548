#pragma once

#include "supervisor/display/overlay_content.hpp"
#include "supervisor/report/events.hpp"

namespace respawn::supervisor {

/// A stack as the window shows it: what was found, or the sentence that says why there is nothing.
[[nodiscard]] stack_report shown_stack(const report::stack& event);

} // namespace respawn::supervisor
