#include "pong.hpp"

#include "rules.hpp"

#include <algorithm>
#include <cmath>

namespace pong {

namespace {

constexpr float half_paddle = rules::paddle_height / 2, half_ball = ball_size / 2;
/// Where the ball's middle is when it touches a paddle or a wall.
constexpr float reach = face_distance + half_ball;
constexpr float ceiling = half_ball, ground = field_height - half_ball;

/// 0 up to, but without, 1. Source: G. Marsaglia, Xorshift RNGs, 2003.
float random_share(game& state)
{
    state.random ^= state.random << 13;
    state.random ^= state.random >> 17;
    state.random ^= state.random << 5;
    return static_cast<float>(state.random >> 8) / (1 << 24);
}

/// The direction in which player `number` plays the ball.
float forward(int number)
{
    return number == 0 ? 1.0f : -1.0f;
}

void send_ball(ball& sent, int from, float angle, float speed)
{
    sent.dx = forward(from) * std::cos(angle) * speed;
    sent.dy = std::sin(angle) * speed;
}

void begin_serve(game& state, int server)
{
    state.phase = phase::serving;
    state.server = server;
    state.until_serve = rules::serve_pause;
    state.rally = 0;
    state.ball = {};
}

void serve(game& state)
{
    state.phase = phase::playing;
    send_ball(state.ball, state.server, random_share(state) * 1.2f - 0.6f, rules::serve_speed);
}

void begin(game& state, bool two_players)
{
    const auto random = state.random;
    state = {};
    state.random = random;
    state.two_players = two_players;
    begin_serve(state, random_share(state) < 0.5f ? 0 : 1);
}

void move_paddle(player& moved, float direction, float speed, float seconds)
{
    const float y = moved.y + std::clamp(direction, -1.0f, 1.0f) * speed * seconds;
    moved.y = std::clamp(y, half_paddle, field_height - half_paddle);
}

/// The opponent follows the ball while that comes, and goes back to the middle otherwise.
float opponent_direction(const game& state)
{
    const bool comes = state.ball.dx > 0 && state.phase == phase::playing;
    const float target = comes ? state.ball.y : field_height / 2;
    return (target - state.players[1].y) / (half_paddle / 2);
}

void move_paddles(game& state, const commands& asked, float seconds)
{
    move_paddle(state.players[0], asked.directions[0], rules::paddle_speed, seconds);
    if (state.two_players)
        move_paddle(state.players[1], asked.directions[1], rules::paddle_speed, seconds);
    else
        move_paddle(state.players[1], opponent_direction(state), rules::opponent_speed, seconds);
}

void bounce_off_walls(ball& moved)
{
    if (moved.y < ceiling || moved.y > ground)
        moved.dy = -moved.dy;
    moved.y = moved.y < ceiling ? 2 * ceiling - moved.y : moved.y > ground ? 2 * ground - moved.y : moved.y;
}

/// Sends the ball back if it has crossed the front of that paddle since it was at `before`.
void bounce_off_paddle(game& state, int number, float before)
{
    ball& hit = state.ball;
    const float front = number == 0 ? reach : field_width - reach;
    const bool crossed = (before - front) * forward(number) >= 0 && (hit.x - front) * forward(number) < 0;
    const float offset =
        (hit.y - state.players[static_cast<std::size_t>(number)].y) / (half_paddle + half_ball);
    if (!crossed || std::abs(offset) > 1)
        return;
    const float speed = std::min(std::hypot(hit.dx, hit.dy) * rules::faster, rules::top_speed);
    hit.x = 2 * front - hit.x;
    send_ball(hit, number, offset * rules::steepest, speed);
    ++state.rally;
}

void score(game& state, int number)
{
    player& winner = state.players[static_cast<std::size_t>(number)];
    if (++winner.score == rules::winning_score)
        state.phase = phase::over;
    else
        begin_serve(state, 1 - number);
}

void move_ball(game& state, float seconds)
{
    ball& moved = state.ball;
    const float before = moved.x;
    moved.x += moved.dx * seconds;
    moved.y += moved.dy * seconds;
    bounce_off_walls(moved);
    bounce_off_paddle(state, 0, before);
    bounce_off_paddle(state, 1, before);
    if (moved.x < -ball_size)
        score(state, 1);
    else if (moved.x > field_width + ball_size)
        score(state, 0);
}

void wait_for_serve(game& state, float seconds)
{
    state.until_serve -= seconds;
    if (state.until_serve <= 0)
        serve(state);
}

} // namespace

void step(game& state, const commands& asked, float seconds)
{
    // After a pause in a debugger, say, nobody is to lose the ball.
    seconds = std::min(seconds, 0.05f);
    if (asked.one_player || asked.two_players)
        begin(state, asked.two_players);
    if (state.phase == phase::title || state.phase == phase::over)
        return;
    move_paddles(state, asked, seconds);
    if (state.phase == phase::serving)
        wait_for_serve(state, seconds);
    else
        move_ball(state, seconds);
}

} // namespace pong
