#pragma once

#include "supervisor/display/overlay_content.hpp"
#include "supervisor/display/overlay_fonts.hpp"

/// What a report says below its head: written into the current ImGui window from its cursor on.
namespace respawn::supervisor {

struct report_pen {
    const overlay_fonts& fonts;
    float character_width = 1, width = 1; ///< pixels, of the text and of the room there is

    /// How many characters fit into the rest of a line from `from` on, at least a few.
    [[nodiscard]] std::size_t columns(float from = 0) const;
};

void write_report(const report_pen& pen, const build_output& what);
void write_report(const report_pen& pen, const stack_report& what);

} // namespace respawn::supervisor
