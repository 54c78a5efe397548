#include "swarm.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace many {

namespace {

constexpr std::size_t entities = 100'000;
constexpr float pull = 260, swirl = 190; ///< Pixels a second, each second.
constexpr float drag = 0.35f;            ///< The share of its speed that one loses in a second.
constexpr float side = 2;                ///< Pixels.
constexpr respawn::color background{10, 11, 18}, slow{70, 92, 200}, fast{255, 196, 92};
constexpr float fast_speed = 420;

/// On a spiral (Vogel's) that covers the window evenly.
void make_all(swarm& made, respawn::extent window)
{
    constexpr float golden_angle = 2.3999632f;
    const float reach = std::min(window.width, window.height) / 2;
    for (auto* each : {&made.x, &made.y, &made.dx, &made.dy})
        each->resize(entities);
    for (std::size_t i = 0; i < entities; ++i) {
        const float distance = reach * std::sqrt(static_cast<float>(i) / entities);
        const float angle = golden_angle * static_cast<float>(i);
        made.x[i] = window.width / 2 + distance * std::cos(angle);
        made.y[i] = window.height / 2 + distance * std::sin(angle);
    }
}

respawn::point target_of(const respawn::input& player)
{
    const auto [width, height] = player.window_size();
    return player.mouse() == respawn::point{} ? respawn::point{width / 2, height / 2} : player.mouse();
}

/// Towards the target, and around it.
void steer(swarm& moved, respawn::point target, float seconds)
{
    const float kept = 1 - drag * seconds;
    for (std::size_t i = 0; i < moved.x.size(); ++i) {
        const float to_x = target.x - moved.x[i], to_y = target.y - moved.y[i];
        const float share = seconds / std::sqrt(to_x * to_x + to_y * to_y + 400);
        moved.dx[i] = moved.dx[i] * kept + (to_x * pull - to_y * swirl) * share;
        moved.dy[i] = moved.dy[i] * kept + (to_y * pull + to_x * swirl) * share;
    }
}

void advance(respawn::vector<float>& places, const respawn::vector<float>& speeds, float seconds)
{
    for (std::size_t i = 0; i < places.size(); ++i)
        places[i] += speeds[i] * seconds;
}

std::uint8_t between(std::uint8_t from, std::uint8_t to, float share)
{
    return static_cast<std::uint8_t>(static_cast<float>(from) + share * static_cast<float>(to - from));
}

respawn::color color_of(float dx, float dy)
{
    const float share = std::min((std::abs(dx) + std::abs(dy)) / fast_speed, 1.0f);
    return {
        between(slow.r, fast.r, share), between(slow.g, fast.g, share), between(slow.b, fast.b, share), 200};
}

} // namespace

void step(swarm& moved, const respawn::input& player, float seconds)
{
    if (moved.x.empty())
        make_all(moved, player.window_size());
    steer(moved, target_of(player), seconds);
    advance(moved.x, moved.dx, seconds);
    advance(moved.y, moved.dy, seconds);
}

void swarm_painter::draw(respawn::canvas& canvas, const swarm& shown)
{
    vertices_.clear();
    indices_.clear();
    for (std::size_t i = 0; i < shown.x.size(); ++i) {
        const float x = shown.x[i], y = shown.y[i];
        const respawn::color tint = color_of(shown.dx[i], shown.dy[i]);
        const auto first = static_cast<std::uint32_t>(vertices_.size());
        vertices_.insert(
            vertices_.end(), {{{x, y}, tint, {}},
                              {{x + side, y}, tint, {}},
                              {{x + side, y + side}, tint, {}},
                              {{x, y + side}, tint, {}}});
        indices_.insert(indices_.end(), {first, first + 1, first + 2, first, first + 2, first + 3});
    }
    canvas.clear(background);
    canvas.triangles({}, vertices_, indices_);
}

} // namespace many
