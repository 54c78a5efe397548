#include "panels.hpp"

#include "paint.hpp"
#include "theme.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>

namespace tetris {

namespace {

using respawn::canvas;
using respawn::point;
using respawn::rectangle;

constexpr float label_size = 0.6f, number_size = 0.95f; ///< Of a block.

struct key_help {
    std::string_view keys, action;
};

constexpr std::array<key_help, 8> help{{
    {"< >", "move"},
    {"Up X", "turn"},
    {"Z", "turn back"},
    {"Down", "soft drop"},
    {"Space", "drop"},
    {"C Shift", "hold"},
    {"P Esc", "pause"},
    {"Enter", "start"},
}};

void draw_panel(canvas& canvas, const layout& at, rectangle area, std::string_view title)
{
    canvas.fill_rectangle(area, theme::panel);
    paint_text(
        canvas, {area.x + at.cell * 0.4f, area.y + at.cell * 0.25f}, title, at.cell * label_size,
        theme::faint_text);
}

void draw_hold(canvas& canvas, const layout& at, const game& state)
{
    draw_panel(canvas, at, at.hold, "HOLD");
    const point middle{at.hold.x + at.hold.width / 2, at.hold.y + at.hold.height * 0.6f};
    paint_piece(canvas, state.held, middle, std::floor(at.cell * 0.85f), state.hold_used ? 0.35f : 1.0f);
}

void draw_next(canvas& canvas, const layout& at, const game& state)
{
    draw_panel(canvas, at, at.next, "NEXT");
    const float top = at.next.y + at.cell * 1.1f;
    const float pitch = (at.next.y + at.next.height - top) / shown_next;
    for (int i = 0; i < shown_next; ++i) {
        const point middle{at.next.x + at.next.width / 2, top + pitch * (static_cast<float>(i) + 0.5f)};
        const float size = std::floor(at.cell * (i == 0 ? 0.95f : 0.8f));
        paint_piece(canvas, state.next[static_cast<std::size_t>(i)], middle, size, 1);
    }
}

void draw_number(canvas& canvas, const layout& at, point corner, std::string_view label, std::int64_t number)
{
    const float below = paint_text(canvas, corner, label, at.cell * label_size, theme::faint_text).height;
    paint_text(
        canvas, {corner.x, corner.y + below}, std::to_string(number), at.cell * number_size, theme::text);
}

void draw_level_bar(canvas& canvas, const layout& at, const game& state)
{
    const float thickness = std::max(std::round(at.cell * 0.12f), 2.0f);
    rectangle bar{at.numbers.x, at.numbers.y + at.numbers.height - thickness, at.numbers.width, thickness};
    canvas.fill_rectangle(bar, theme::frame);
    bar.width = std::round(bar.width * level_progress(state));
    canvas.fill_rectangle(bar, theme::accent);
}

void draw_numbers(canvas& canvas, const layout& at, const game& state)
{
    canvas.fill_rectangle(at.numbers, theme::panel);
    const std::array<std::string_view, 4> labels{"SCORE", "BEST", "LEVEL", "LINES"};
    const std::array<std::int64_t, 4> numbers{
        state.score, std::max(state.best, state.score), state.level, state.lines};
    const float inset = at.cell * 0.4f;
    const float across = at.is_portrait ? at.numbers.width / 4 : 0;
    const float down = at.is_portrait ? 0 : (at.numbers.height - inset) / 4;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto step = static_cast<float>(i);
        const point corner{
            at.numbers.x + inset + across * step, at.numbers.y + at.cell * 0.25f + down * step};
        draw_number(canvas, at, corner, labels[i], numbers[i]);
    }
    draw_level_bar(canvas, at, state);
}

void draw_keys(canvas& canvas, const layout& at)
{
    const std::size_t in_a_row = at.is_portrait ? 4 : 1;
    const float width = at.keys.width / static_cast<float>(in_a_row);
    const float height = at.keys.height * static_cast<float>(in_a_row) / static_cast<float>(help.size());
    const float size = at.cell * label_size * 0.9f;
    for (std::size_t i = 0; i < help.size(); ++i) {
        const point corner{
            at.keys.x + width * static_cast<float>(i % in_a_row),
            at.keys.y + height * static_cast<float>(i / in_a_row)};
        const float taken = paint_text(canvas, corner, help[i].keys, size, theme::text).width;
        const float indent = at.is_portrait ? taken + at.cell * 0.3f : at.cell * 2.4f;
        paint_text(canvas, {corner.x + indent, corner.y}, help[i].action, size, theme::faint_text);
    }
}

} // namespace

void draw_panels(canvas& canvas, const layout& at, const game& state)
{
    draw_hold(canvas, at, state);
    draw_next(canvas, at, state);
    draw_numbers(canvas, at, state);
    draw_keys(canvas, at);
}

} // namespace tetris
