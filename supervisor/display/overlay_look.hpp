#pragma once

#include "supervisor/display/overlay_content.hpp"

#include <imgui.h>

/// The overlay's colours. Dark behind, whatever the game draws.
namespace respawn::supervisor::look {

inline constexpr ImU32 panel = IM_COL32(17, 19, 27, 246), dim = IM_COL32(0, 0, 0, 130),
                       rim = IM_COL32(70, 78, 98, 255), block = IM_COL32(30, 34, 46, 255),
                       marked_line = IM_COL32(92, 34, 40, 255), key = IM_COL32(52, 60, 82, 255);
inline constexpr ImU32 text = IM_COL32(226, 230, 238, 255), faint = IM_COL32(150, 160, 180, 255),
                       place = IM_COL32(134, 180, 255, 255);

inline constexpr ImU32 of(mood tone)
{
    switch (tone) {
    case mood::good:
        return IM_COL32(104, 206, 128, 255);
    case mood::warning:
        return IM_COL32(244, 184, 84, 255);
    case mood::bad:
        return IM_COL32(246, 100, 100, 255);
    case mood::plain:
        break;
    }
    return place;
}

} // namespace respawn::supervisor::look
