#include "view.hpp"

#include "rules.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace pong {

namespace {

using respawn::canvas;
using respawn::color;

constexpr color background{16, 18, 27}, field{24, 27, 39}, lines{58, 64, 88};
constexpr color text{232, 235, 244}, faint_text{126, 134, 160};
constexpr color players[] = {{92, 200, 250}, {246, 155, 82}};
constexpr color ball_color{255, 255, 255};

void draw_centered(canvas& canvas, float middle, float top, std::string_view words, float size, color fill)
{
    const float width = canvas::measure(words, size).width;
    canvas.text({middle - width / 2, top}, words, {size, fill});
}

void draw_field(canvas& canvas)
{
    canvas.fill_rectangle({0, 0, field_width, field_height}, field);
    for (float y = 2; y + 4 <= field_height; y += 8)
        canvas.fill_rectangle({field_width / 2 - 0.5f, y, 1, 4}, lines);
}

void draw_player(canvas& canvas, const game& state, int number)
{
    const auto& shown = state.players[static_cast<std::size_t>(number)];
    const float left = number == 0 ? face_distance - paddle_width : field_width - face_distance;
    const float top = shown.y - rules::paddle_height / 2;
    canvas.fill_rectangle({left, top, paddle_width, rules::paddle_height}, players[number]);
    const float middle = field_width * (number == 0 ? 0.4f : 0.6f);
    draw_centered(canvas, middle, 8, std::to_string(shown.score), 24, players[number]);
}

void draw_ball(canvas& canvas, const ball& shown)
{
    canvas.fill_rectangle(
        {shown.x - ball_size / 2, shown.y - ball_size / 2, ball_size, ball_size}, ball_color);
}

void draw_notice(canvas& canvas, std::string_view heading, color fill)
{
    draw_centered(canvas, field_width / 2, 56, heading, 32, fill);
    draw_centered(canvas, field_width / 2, 104, "1: play alone (W, S)", 12, text);
    draw_centered(canvas, field_width / 2, 120, "2: play as two (W, S and Up, Down)", 12, faint_text);
}

void draw_winner(canvas& canvas, const game& state)
{
    const bool left = state.players[0].score > state.players[1].score;
    draw_notice(canvas, left ? "LEFT WINS" : "RIGHT WINS", players[left ? 0 : 1]);
}

/// The field as large as it fits, in the middle of the window.
void push_field(canvas& canvas)
{
    const auto size = canvas.size();
    const float scale = std::min(size.width / field_width, size.height / field_height);
    canvas.push_transform(
        {(size.width - field_width * scale) / 2, (size.height - field_height * scale) / 2}, 0, scale);
}

} // namespace

void draw(canvas& canvas, const game& state)
{
    canvas.clear(background);
    push_field(canvas);
    draw_field(canvas);
    draw_player(canvas, state, 0);
    draw_player(canvas, state, 1);
    if (state.phase == phase::serving || state.phase == phase::playing)
        draw_ball(canvas, state.ball);
    else if (state.phase == phase::title)
        draw_notice(canvas, "PONG", text);
    else
        draw_winner(canvas, state);
    canvas.pop_transform();
}

} // namespace pong
