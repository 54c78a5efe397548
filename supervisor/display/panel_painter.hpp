#pragma once

#include "supervisor/display/overlay_fonts.hpp"
#include "supervisor/display/panel_content.hpp"
#include "supervisor/display/panel_layout.hpp"

#include <imgui.h>

#include <cstdint>
#include <string_view>

namespace respawn::supervisor {

/// Says to ImGui what the inspector panel looks like; once a frame, over all else. Nothing of it is laid out
/// by ImGui: the mouse goes by panel_layout too.
class panel_painter {
public:
    panel_painter(
        const overlay_fonts& fonts, const panel_content& what, std::uint32_t width, std::uint32_t height);

    void paint();

private:
    void paint_head();
    void paint_field(const panel_box& where, const panel_field& what, std::string_view hint);
    void paint_row(std::size_t index);
    void paint_scrollbar();
    void paint_edit(const panel_edit& edit);
    void paint_message();

    /// Cut to what fits between `left` and `right`. Where it ends.
    float write(ImFont* font, ImU32 color, float left, float right, float top, std::string_view text);

    const overlay_fonts& fonts_;
    const panel_content& what_;
    panel_layout layout_;
    ImDrawList& list_;
    float advance_; ///< of a letter: all are as wide
    float drop_;    ///< from a line's top to its letters'
};

} // namespace respawn::supervisor
