#include "view.hpp"

#include "board_view.hpp"
#include "layout.hpp"
#include "paint.hpp"
#include "panels.hpp"
#include "theme.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tetris {

namespace {

using respawn::canvas;
using respawn::color;
using respawn::point;

constexpr float words_seconds = 1.5f;

std::string name_of(const award& earned)
{
    constexpr std::array<std::string_view, 5> by_lines{"", "SINGLE", "DOUBLE", "TRIPLE", "TETRIS"};
    const std::string_view spun = earned.spin == spin::full   ? "T-SPIN "
                                  : earned.spin == spin::mini ? "MINI T-SPIN "
                                                              : "";
    return std::string{spun}.append(by_lines[std::min<std::size_t>(earned.lines, 4)]);
}

/// What an award says, a line below the other; words that don't apply are empty.
std::array<std::string, 5> words_of(const award& earned)
{
    return {
        name_of(earned),
        earned.back_to_back ? "BACK TO BACK" : "",
        earned.combo > 0 ? "COMBO " + std::to_string(earned.combo) : "",
        earned.all_clear ? "ALL CLEAR" : "",
        earned.new_level > 0 ? "LEVEL " + std::to_string(earned.new_level) : "",
    };
}

/// A centred line with a shadow, so that it can be read over blocks. Returns its height.
float draw_line(canvas& canvas, point top, std::string_view text, float size, color fill)
{
    const float shift = std::max(size / 16, 1.0f);
    const color shadow = with_alpha(theme::background, static_cast<float>(fill.a) / 255);
    paint_text(canvas, {top.x + shift, top.y + shift}, text, size, shadow, align::center);
    return paint_text(canvas, top, text, size, fill, align::center).height;
}

void draw_words(canvas& canvas, const layout& at, const effects& shown)
{
    const award& earned = shown.words;
    const float age = static_cast<float>(shown.words_ns) * 1e-9f / words_seconds;
    if (age >= 1 || (earned.lines == 0 && earned.spin == spin::none))
        return;
    const float alpha = std::min((1 - age) * 3, 1.0f);
    point top{at.board.x + at.board.width / 2, at.board.y + at.cell * (6.5f - age * 1.5f)};
    const std::string points = "+" + std::to_string(earned.points);
    top.y += draw_line(canvas, top, points, at.cell * 1.4f, with_alpha(theme::accent, alpha));
    for (const std::string& words : words_of(earned))
        if (!words.empty())
            top.y += draw_line(canvas, top, words, at.cell * 0.9f, with_alpha(theme::text, alpha));
}

/// A heading with each letter in the colour of another piece.
void draw_title(canvas& canvas, point middle, std::string_view title, float size)
{
    float x = middle.x - measure_text(title, size).width / 2;
    for (std::size_t i = 0; i < title.size(); ++i) {
        const auto kind = static_cast<piece>(1 + i % piece_count);
        x += paint_text(canvas, {x, middle.y}, title.substr(i, 1), size, color_of(kind)).width;
    }
}

struct notice {
    std::string_view heading;
    std::string first, second;
};

void draw_notice(canvas& canvas, const layout& at, const notice& shown)
{
    canvas.fill_rectangle(at.board, theme::shade);
    const point middle{at.board.x + at.board.width / 2, at.board.y + at.board.height * 0.36f};
    draw_title(canvas, middle, shown.heading, at.cell * 1.5f);
    const float size = at.cell * 0.75f;
    draw_line(canvas, {middle.x, middle.y + at.cell * 2.4f}, shown.first, size, theme::text);
    draw_line(canvas, {middle.x, middle.y + at.cell * 3.6f}, shown.second, size, theme::faint_text);
}

void draw_overlay(canvas& canvas, const layout& at, const game& state)
{
    if (state.paused)
        draw_notice(canvas, at, {"PAUSED", "P to go on", ""});
    else if (state.phase == phase::title)
        draw_notice(canvas, at, {"TETRIS", "Enter to play", ""});
    else if (state.phase == phase::over)
        draw_notice(
            canvas, at, {"GAME OVER", std::to_string(state.score) + " points", "Enter to play again"});
}

} // namespace

void draw(canvas& canvas, const game& state, const effects& shown)
{
    const layout at = layout_for(canvas.size());
    canvas.clear(theme::background);
    draw_panels(canvas, at, state);
    draw_board(canvas, at, state, shown);
    draw_words(canvas, at, shown);
    draw_overlay(canvas, at, state);
}

} // namespace tetris
