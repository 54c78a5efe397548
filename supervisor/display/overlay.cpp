#include "supervisor/display/overlay.hpp"

#include "supervisor/display/draw_data.hpp"
#include "supervisor/display/overlay_fonts.hpp"
#include "supervisor/display/overlay_look.hpp"
#include "supervisor/display/overlay_painter.hpp"
#include "supervisor/display/panel_painter.hpp"

#include <imgui.h>

#include <cmath>
#include <utility>

namespace respawn::supervisor {

namespace {

/// ImGui lays a frame out by what it measured in the one before: after so many nothing moves any more.
constexpr int frames_to_settle = 5;

bool is_same_report(const overlay_content& a, const overlay_content& b)
{
    if (a.build.has_value() != b.build.has_value() || a.ending.has_value() != b.ending.has_value())
        return false;
    if (a.build)
        return a.build->title == b.build->title && a.build->details == b.build->details;
    return !a.ending || a.ending->details == b.ending->details;
}

} // namespace

struct overlay::workshop {
    struct end_context {
        void operator()(ImGuiContext* context) const { ImGui::DestroyContext(context); }
    };
    std::unique_ptr<ImGuiContext, end_context> context{ImGui::CreateContext()};
    overlay_fonts fonts;
    report_extent extent;
    std::uint32_t width = 0, height = 0; ///< of what was drawn last

    workshop()
    {
        ImGui::SetCurrentContext(context.get());
        auto& io = ImGui::GetIO();
        io.IniFilename = io.LogFilename = nullptr;
        io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
        io.DeltaTime = 1.0f / 60;
    }

    void use_fonts(std::uint32_t for_width, std::uint32_t for_height, presentation::texture_store& textures)
    {
        ImGui::SetCurrentContext(context.get());
        const auto size = overlay_text_size(for_width, for_height);
        if (size == fonts.size)
            return;
        fonts = draw_overlay_fonts(size, textures);
        set_style(static_cast<float>(size));
    }

    static void set_style(float size)
    {
        auto& style = ImGui::GetStyle();
        style = {};
        style.AntiAliasedLinesUseTex = false;
        style.WindowPadding = {size, std::floor(size * 0.9f)};
        style.ItemSpacing = {size, std::floor(size * 0.2f)};
        style.WindowRounding = std::floor(size * 0.3f);
        style.WindowBorderSize = 1;
        style.WindowMinSize = {1, 1};
        style.ScrollbarSize = std::floor(size * 0.7f);
        style.ScrollbarRounding = std::floor(size * 0.3f);
        const auto set = [&](ImGuiCol which, ImU32 color) {
            style.Colors[which] = ImGui::ColorConvertU32ToFloat4(color);
        };
        set(ImGuiCol_WindowBg, look::panel);
        set(ImGuiCol_ChildBg, 0);
        set(ImGuiCol_Border, look::rim);
        set(ImGuiCol_ScrollbarBg, look::block);
        set(ImGuiCol_ScrollbarGrab, look::rim);
    }
};

overlay::overlay() = default;
overlay::~overlay() = default;

void overlay::set(overlay_content content)
{
    from_the_top_ = from_the_top_ || !is_same_report(content, content_);
    content_ = std::move(content);
    must_draw_ = true;
}

bool overlay::set_panel(std::optional<panel_content> panel)
{
    const bool changes = panel != panel_;
    panel_ = std::move(panel);
    must_draw_ = must_draw_ || changes;
    return changes;
}

void overlay::scroll(const scroll_step& by)
{
    scroll_lines_ += by.lines;
    scroll_pages_ += by.pages;
    must_draw_ = must_draw_ || by.moves();
}

overlay::workshop& overlay::open_workshop()
{
    if (!workshop_)
        workshop_ = std::make_unique<workshop>();
    return *workshop_;
}

void overlay::warm_up(std::uint32_t width, std::uint32_t height, presentation::texture_store& textures)
{
    open_workshop().use_fonts(width, height, textures);
}

const pictures::picture* overlay::look(
    std::uint32_t width, std::uint32_t height, presentation::texture_store& textures)
{
    if (content_.is_empty() && !panel_)
        return nullptr;
    auto& shop = open_workshop();
    if (!std::exchange(must_draw_, false) && shop.width == width && shop.height == height)
        return &look_;
    shop.use_fonts(width, height, textures);
    auto& extent = shop.extent;
    if (std::exchange(from_the_top_, false))
        extent = {};
    extent.scroll += std::exchange(scroll_lines_, 0) * static_cast<float>(shop.fonts.size) +
                     std::exchange(scroll_pages_, 0) * extent.page;
    shop.width = width;
    shop.height = height;
    ImGui::GetIO().DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
    // Only reports are laid out by ImGui.
    const int frames = content_.build || content_.ending ? frames_to_settle : 1;
    for (int frame = 0; frame != frames; ++frame) {
        ImGui::NewFrame();
        overlay_painter{shop.fonts, content_, width, height}.paint(extent);
        if (panel_)
            panel_painter{shop.fonts, *panel_, width, height}.paint();
        ImGui::Render();
    }
    extent.scroll = extent.scrolled_to;
    convert(*ImGui::GetDrawData(), ImGui::GetFontTexUvWhitePixel(), width, height, look_);
    return &look_;
}

} // namespace respawn::supervisor
