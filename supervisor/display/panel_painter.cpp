#include "supervisor/display/panel_painter.hpp"

#include "supervisor/display/overlay_look.hpp"
#include "supervisor/display/overlay_text.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <string>

namespace respawn::supervisor {

namespace {

constexpr ImU32 changed_value = IM_COL32(98, 74, 24, 255), selected_row = IM_COL32(44, 54, 80, 255),
                selected_text = IM_COL32(60, 84, 140, 255);
constexpr std::size_t longest_problem = 400;

std::size_t count_characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(),
        [](char each) { return (static_cast<unsigned char>(each) & 0xc0) != 0x80; }));
}

const char* mark_of(panel_row::opener opens)
{
    // Triangles, down and to the right.
    return opens == panel_row::opener::open     ? "\xe2\x96\xbe"
           : opens == panel_row::opener::closed ? "\xe2\x96\xb8"
                                                : "";
}

} // namespace

panel_painter::panel_painter(
    const overlay_fonts& fonts, const panel_content& what, std::uint32_t width, std::uint32_t height) :
    fonts_{fonts},
    what_{what}, layout_{width, height}, list_{*ImGui::GetForegroundDrawList()},
    advance_{fonts.text->GetCharAdvance('m')}, drop_{std::floor(
                                                   (layout_.line_height() - static_cast<float>(fonts.size)) /
                                                   2)}
{}

void panel_painter::paint()
{
    const auto& all = layout_.panel();
    const auto rounding = std::floor(static_cast<float>(fonts_.size) * 0.3f);
    list_.AddRectFilled({all.left, all.top}, {all.right, all.bottom}, look::panel, rounding);
    list_.AddRect({all.left, all.top}, {all.right, all.bottom}, look::rim, rounding);
    paint_head();
    const auto rows = std::min(what_.rows.size(), layout_.rows());
    for (std::size_t i = 0; i < rows; ++i)
        paint_row(i);
    paint_scrollbar();
    paint_message();
    if (what_.edit && what_.edit->row < rows)
        paint_edit(*what_.edit);
}

float panel_painter::write(
    ImFont* font, ImU32 color, float left, float right, float top, std::string_view text)
{
    const auto most = std::floor((right - left) / advance_);
    if (most < 1 || text.empty())
        return left;
    const auto line = one_line(text, static_cast<std::size_t>(most));
    list_.AddText(font, font->FontSize, {left, top + drop_}, color, line.data(), line.data() + line.size());
    return left + advance_ * static_cast<float>(count_characters(line));
}

void panel_painter::paint_head()
{
    const auto& title = layout_.title();
    const auto end = write(fonts_.bold, look::text, title.left, title.right, title.top, "State");
    write(fonts_.text, look::faint, end + 2 * advance_, title.right, title.top, what_.title);
    constexpr std::string_view hint = "F12 closes";
    const auto hint_left = title.right - advance_ * static_cast<float>(hint.size());
    if (hint_left > end + advance_ * static_cast<float>(what_.title.size() + 4))
        write(fonts_.text, look::faint, hint_left, title.right + advance_, title.top, hint);
    auto where = layout_.search();
    const auto room = advance_ * static_cast<float>(count_characters(what_.progress) + 1);
    if (!what_.progress.empty() && room < where.width() * 0.7f) {
        write(
            fonts_.text, look::faint, where.right - room + advance_, where.right + advance_, where.top,
            what_.progress);
        where.right -= room;
    }
    paint_field(where, what_.search, "search: a name, a part of a path, or a path");
}

void panel_painter::paint_field(const panel_box& where, const panel_field& what, std::string_view hint)
{
    list_.AddRectFilled({where.left, where.top}, {where.right, where.bottom}, look::block);
    list_.AddRect(
        {where.left, where.top}, {where.right, where.bottom}, what.has_focus ? look::place : look::rim);
    const auto left = where.left + std::floor(advance_ / 2), right = where.right - std::floor(advance_ / 2);
    if (what.text.empty() && !what.has_focus)
        return void(write(fonts_.text, look::faint, left, right, where.top, hint));
    const auto room = static_cast<std::size_t>(std::max(std::floor((right - left) / advance_), 2.0f));
    // What does not fit is left out on the left, so that the cursor is in sight.
    std::string_view shown = what.text;
    auto before = count_characters(shown.substr(0, std::min(what.cursor, shown.size())));
    while (before >= room) {
        std::size_t next = 1;
        while (next < shown.size() && (static_cast<unsigned char>(shown[next]) & 0xc0) == 0x80)
            ++next;
        shown.remove_prefix(next);
        --before;
    }
    if (what.all_selected && !what.text.empty())
        list_.AddRectFilled(
            {left, where.top + 2},
            {left + advance_ * static_cast<float>(std::min(count_characters(shown), room)), where.bottom - 2},
            selected_text);
    write(fonts_.text, look::text, left, right, where.top, shown);
    if (what.has_focus) {
        const auto x = left + advance_ * static_cast<float>(before);
        list_.AddRectFilled(
            {x, where.top + 2}, {x + std::max(std::floor(advance_ / 6), 1.0f), where.bottom - 2}, look::text);
    }
}

void panel_painter::paint_row(std::size_t index)
{
    const auto& row = what_.rows[index];
    const auto where = layout_.row(index);
    if (row.is_selected)
        list_.AddRectFilled({where.left, where.top}, {where.right, where.bottom}, selected_row);
    const auto left = where.left + layout_.indent() * static_cast<float>(std::min(row.depth, 16u));
    if (row.is_note)
        return void(
            write(fonts_.text, look::faint, left + layout_.indent(), where.right, where.top, row.name));
    const auto gap = std::floor(advance_);
    write(fonts_.text, look::place, left, left + 2 * advance_, where.top, mark_of(row.opens));
    const auto name_end = row.value.empty() && row.type.empty() ? where.right : layout_.value_left() - gap;
    write(fonts_.text, look::text, left + layout_.indent(), name_end, where.top, row.name);
    const auto value_end = layout_.type_left() - gap;
    if (row.is_changed)
        list_.AddRectFilled(
            {layout_.value_left() - std::floor(gap / 2), where.top + 1}, {value_end, where.bottom - 1},
            changed_value);
    const auto color = row.is_damaged ? look::of(mood::bad) : row.is_link ? look::place : look::text;
    write(fonts_.text, color, layout_.value_left(), value_end, where.top, row.value);
    write(fonts_.text, look::faint, layout_.type_left(), where.right, where.top, row.type);
}

void panel_painter::paint_scrollbar()
{
    if (what_.row_count <= layout_.rows())
        return;
    const auto& bar = layout_.scrollbar();
    list_.AddRectFilled({bar.left, bar.top}, {bar.right, bar.bottom}, look::block);
    const auto all = static_cast<float>(what_.row_count);
    const auto height =
        std::max(std::floor(bar.height() * static_cast<float>(layout_.rows()) / all), bar.width());
    const auto hidden = all - static_cast<float>(layout_.rows());
    const auto top =
        bar.top +
        std::floor((bar.height() - height) * std::min(static_cast<float>(what_.first_row) / hidden, 1.0f));
    list_.AddRectFilled({bar.left, top}, {bar.right, top + height}, look::rim);
}

void panel_painter::paint_edit(const panel_edit& edit)
{
    paint_field(layout_.editor(edit), edit.field, {});
    for (std::size_t i = 0; i < edit.choices.size(); ++i) {
        const auto where = layout_.choice(edit, i);
        list_.AddRectFilled(
            {where.left, where.top}, {where.right, where.bottom},
            edit.chosen == i ? selected_text : look::key);
        write(fonts_.text, look::text, where.left + advance_, where.right, where.top, edit.choices[i]);
    }
    if (edit.problem.empty())
        return;
    const auto where = layout_.problem(edit);
    const auto text = one_line(edit.problem, longest_problem);
    const auto room = where.width() - 2 * advance_;
    const auto taken = fonts_.text->CalcTextSizeA(
        fonts_.text->FontSize, FLT_MAX, room, text.data(), text.data() + text.size());
    const auto bottom = where.top + std::ceil(taken.y) + 2 * drop_ + advance_;
    list_.AddRectFilled({where.left, where.top}, {where.right, bottom}, look::block);
    list_.AddRect({where.left, where.top}, {where.right, bottom}, look::of(mood::bad));
    list_.AddText(
        fonts_.text, fonts_.text->FontSize,
        {where.left + advance_, where.top + drop_ + std::floor(advance_ / 2)}, look::of(mood::bad),
        text.data(), text.data() + text.size(), room);
}

void panel_painter::paint_message()
{
    const auto& where = layout_.message();
    if (!what_.message.empty())
        write(
            fonts_.text, what_.is_problem ? look::of(mood::bad) : look::of(mood::good), where.left,
            where.right, where.top, what_.message);
    else
        write(
            fonts_.text, look::faint, where.left, where.right, where.top,
            "click a name to open it, double-click a value to change it");
}

} // namespace respawn::supervisor
