#pragma once

#include "supervisor/display/overlay_content.hpp"
#include "supervisor/display/overlay_flow.hpp"
#include "supervisor/display/overlay_fonts.hpp"

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

/// What one ImGui frame finds out for the next one: how much room the report takes. Pixels.
struct report_extent {
    float frame_height = 0; ///< of all but the part that scrolls
    float body_height = 0;  ///< of the part that scrolls, as if there were room for all of it
    float scroll = 0;       ///< that is wanted
    float scrolled_to = 0, max_scroll = 0, page = 0;
};

/// Says to ImGui what an overlay_content looks like; once a frame.
class overlay_painter {
public:
    overlay_painter(
        const overlay_fonts& fonts, const overlay_content& what, std::uint32_t width, std::uint32_t height);

    void paint(report_extent& extent);

private:
    [[nodiscard]] std::vector<flow_piece> keys() const;

    void paint_banner();
    void paint_notices();
    void paint_notice(const short_notice& what);
    void paint_report(report_extent& extent);
    void paint_head(std::string_view title, std::string_view details, mood tone);
    void paint_body(report_extent& extent, float height);
    void paint_foot(const report_extent& extent);

    const overlay_fonts& fonts_;
    const overlay_content& what_;
    float width_, height_, margin_;
    float top_, bottom_; ///< what is free between banner and notices
};

} // namespace respawn::supervisor
