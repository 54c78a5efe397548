#include "supervisor/display/overlay_painter.hpp"

#include "supervisor/display/overlay_look.hpp"
#include "supervisor/display/overlay_reports.hpp"
#include "supervisor/display/overlay_text.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <string>

namespace respawn::supervisor {

namespace {

constexpr std::size_t longest_sentence = 1000, longest_notice = 300;
constexpr float widest_report = 132, widest_notice = 60; // characters
constexpr float part_of_a_played_game = 0.42f;
constexpr ImGuiWindowFlags bare_window = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoInputs |
                                         ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;
constexpr ImGuiWindowFlags bare_body = ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoSavedSettings;

float line_width(ImFont& font)
{
    return font.GetCharAdvance('m');
}

void write(ImFont* font, ImU32 color, std::string_view text)
{
    ImGui::PushFont(font);
    ImGui::PushStyleColor(ImGuiCol_Text, color);
    ImGui::TextUnformatted(text.data(), text.data() + text.size());
    ImGui::PopStyleColor();
    ImGui::PopFont();
}

} // namespace

overlay_painter::overlay_painter(
    const overlay_fonts& fonts, const overlay_content& what, std::uint32_t width, std::uint32_t height) :
    fonts_{fonts},
    what_{what}, width_{static_cast<float>(width)}, height_{static_cast<float>(height)},
    margin_{std::floor(static_cast<float>(fonts.size) * 0.9f)}, top_{margin_}, bottom_{height_ - margin_}
{}

void overlay_painter::paint(report_extent& extent)
{
    if (!what_.banner.empty())
        paint_banner();
    paint_notices();
    if (what_.build || what_.ending)
        paint_report(extent);
}

std::vector<flow_piece> overlay_painter::keys() const
{
    std::vector<flow_piece> pieces;
    for (const auto& [key, meaning] : what_.keys) {
        if (meaning.empty())
            continue;
        pieces.push_back({std::string{key}, fonts_.bold, look::text, look::key});
        pieces.push_back({one_line(meaning, longest_notice), fonts_.text, look::text, 0});
    }
    return pieces;
}

/// At the top, in the middle: the game stands still, and what can be seen of it stays in sight.
void overlay_painter::paint_banner()
{
    std::vector<flow_piece> pieces{{one_line(what_.banner, longest_sentence), fonts_.bold, look::text, 0}};
    const bool has_report = what_.build || what_.ending;
    if (!has_report && !what_.generation.empty())
        pieces.push_back({one_line(what_.generation, longest_notice), fonts_.text, look::faint, 0});
    if (!has_report)
        for (auto& each : keys())
            pieces.push_back(std::move(each));
    const auto padding = std::floor(margin_ * 0.7f);
    const flow row{std::move(pieces), width_ - 2 * (margin_ + padding), margin_ * 1.4f};
    const auto size = row.size();
    const ImVec2 at{std::floor((width_ - size.x) / 2), margin_ + padding};
    const ImVec2 corner{at.x - padding, at.y - padding},
        end{at.x + size.x + padding, at.y + size.y + padding};
    auto& list = *ImGui::GetForegroundDrawList();
    list.AddRectFilled(corner, end, look::panel, margin_ * 0.4f);
    list.AddRect(corner, end, look::of(mood::warning), margin_ * 0.4f);
    row.draw(list, at);
    top_ = end.y + std::floor(margin_ / 2);
}

/// At the bottom right, the newest lowest.
void overlay_painter::paint_notices()
{
    std::for_each(
        what_.notices.rbegin(), what_.notices.rend(), [this](const auto& each) { paint_notice(each); });
}

void overlay_painter::paint_notice(const short_notice& what)
{
    const auto padding = std::floor(margin_ * 0.7f), strip = std::floor(margin_ * 0.3f);
    const auto room = width_ - 2 * (margin_ + padding) - strip;
    const auto widest = std::min(room, std::floor(widest_notice * line_width(*fonts_.text)));
    std::vector<flow_piece> pieces{{one_line(what.text, longest_notice), fonts_.bold, look::text, 0}};
    if (!what.details.empty())
        pieces.push_back({one_line(what.details, longest_notice), fonts_.text, look::faint, 0});
    // Each on rows of its own.
    const flow first{{pieces.front()}, widest, 0};
    const flow second{{pieces.begin() + 1, pieces.end()}, widest, 0};
    const auto width = std::max(first.size().x, second.size().x);
    const auto gap = what.details.empty() ? 0 : std::floor(margin_ * 0.2f);
    const ImVec2 end{width_ - margin_, bottom_};
    const ImVec2 corner{
        end.x - width - 2 * padding - strip, end.y - first.size().y - gap - second.size().y - 2 * padding};
    if (corner.y < top_)
        return;
    auto& list = *ImGui::GetForegroundDrawList();
    list.AddRectFilled(corner, end, look::panel, margin_ * 0.3f);
    list.AddRectFilled(
        corner, {corner.x + strip, end.y}, look::of(what.tone), margin_ * 0.3f, ImDrawFlags_RoundCornersLeft);
    const ImVec2 at{corner.x + strip + padding, corner.y + padding};
    first.draw(list, at);
    second.draw(list, {at.x, at.y + first.size().y + gap});
    bottom_ = corner.y - std::floor(margin_ / 2);
}

void overlay_painter::paint_report(report_extent& extent)
{
    if (!what_.covers_a_game)
        ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, {width_, height_}, look::dim);
    const auto room = std::max(
        what_.covers_a_game ? std::min(bottom_ - top_, std::floor(height_ * part_of_a_played_game))
                            : bottom_ - top_,
        1.0f);
    const auto width =
        std::min(width_ - 2 * margin_, std::floor(widest_report * line_width(*fonts_.text)) + 3 * margin_);
    const auto height = std::min(room, extent.frame_height + extent.body_height);
    const auto y = what_.covers_a_game ? bottom_ - height : top_ + std::floor((room - height) / 3);
    const auto x = std::floor((width_ - width) / 2);
    const auto tone = what_.build ? mood::bad : what_.ending->tone;

    ImGui::SetNextWindowPos({x, y});
    ImGui::SetNextWindowSize({width, height});
    ImGui::Begin("report", nullptr, bare_window);
    auto& list = *ImGui::GetWindowDrawList();
    list.PushClipRectFullScreen();
    const auto strip = std::floor(margin_ * 0.25f);
    list.AddRectFilled({x, y}, {x + width, y + strip}, look::of(tone), strip, ImDrawFlags_RoundCornersTop);
    list.PopClipRect();
    if (what_.build)
        paint_head(what_.build->title, what_.build->details, tone);
    else
        paint_head(what_.ending->title, what_.ending->details, tone);
    const auto body_height = std::max(height - extent.frame_height, 1.0f);
    const auto above = ImGui::GetCursorPosY();
    paint_body(extent, body_height);
    const auto below = ImGui::GetCursorPosY();
    paint_foot(extent);
    // Everything but the body, with the padding of the window below.
    extent.frame_height =
        above + (ImGui::GetCursorPosY() - below) + ImGui::GetStyle().ItemSpacing.y + margin_;
    ImGui::End();
}

void overlay_painter::paint_head(std::string_view title, std::string_view details, mood tone)
{
    const auto left = ImGui::GetCursorPosX(), top = ImGui::GetCursorPosY();
    const auto room = ImGui::GetContentRegionAvail().x;
    const auto heading = one_line(title, longest_notice),
               generation = one_line(what_.generation, longest_notice);
    const auto extent = [](ImFont* font, const std::string& text) {
        return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size()).x;
    };
    const auto generation_width = std::ceil(extent(fonts_.text, generation));
    const bool fits = extent(fonts_.title, heading) + margin_ + generation_width <= room;
    ImGui::PushTextWrapPos(0);
    if (fits) {
        ImGui::SetCursorPos(
            {left + room - generation_width, top + fonts_.title->FontSize - fonts_.text->FontSize});
        write(fonts_.text, look::faint, generation);
        ImGui::SetCursorPos({left, top});
    }
    write(fonts_.title, look::of(tone), heading);
    if (!fits && !generation.empty())
        write(fonts_.text, look::faint, generation);
    if (!details.empty())
        write(fonts_.text, look::text, one_line(details, longest_sentence));
    ImGui::PopTextWrapPos();
    ImGui::Dummy({1, std::floor(margin_ * 0.2f)});
}

void overlay_painter::paint_body(report_extent& extent, float height)
{
    const bool is_empty =
        what_.build ? what_.build->output.diagnostics.empty() : what_.ending->stack.is_empty();
    if (is_empty) {
        extent.body_height = extent.max_scroll = extent.scrolled_to = 0;
        return;
    }
    ImGui::BeginChild("body", {0, height}, 0, bare_body);
    ImGui::SetScrollY(extent.scroll);
    const report_pen pen{fonts_, line_width(*fonts_.text), ImGui::GetContentRegionAvail().x};
    if (what_.build)
        write_report(pen, what_.build->output);
    else
        write_report(pen, what_.ending->stack);
    extent.max_scroll = ImGui::GetScrollMaxY();
    extent.scrolled_to = ImGui::GetScrollY();
    extent.page = height;
    extent.body_height = ImGui::GetCursorPosY();
    ImGui::EndChild();
}

void overlay_painter::paint_foot(const report_extent& extent)
{
    auto pieces = keys();
    if (extent.max_scroll > 0 && !what_.covers_a_game) {
        pieces.push_back({"\xe2\x86\x91 \xe2\x86\x93", fonts_.text, look::text, look::key});
        pieces.push_back({"scroll", fonts_.text, look::text, 0});
    } else if (extent.max_scroll > 0) {
        pieces.push_back(
            {"all of it is on the terminal; pause the game to scroll here", fonts_.text, look::faint, 0});
    }
    if (pieces.empty())
        return;
    ImGui::Dummy({1, std::floor(margin_ * 0.2f)});
    const auto at = ImGui::GetCursorScreenPos();
    const auto right = at.x + ImGui::GetContentRegionAvail().x;
    ImGui::GetWindowDrawList()->AddRectFilled(at, {right, at.y + 1}, look::rim);
    ImGui::Dummy({1, std::floor(margin_ * 0.4f)});
    const flow row{std::move(pieces), ImGui::GetContentRegionAvail().x, margin_ * 1.4f};
    row.draw(*ImGui::GetWindowDrawList(), ImGui::GetCursorScreenPos());
    ImGui::Dummy(row.size());
}

} // namespace respawn::supervisor
