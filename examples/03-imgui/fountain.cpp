#include "fountain.hpp"

#include <algorithm>
#include <cmath>

namespace fountain {

namespace {

constexpr float life_seconds = 4;
constexpr std::size_t most_drops = 20'000;
constexpr float ground_height = 40;
constexpr respawn::color sky{16, 18, 27}, ground{34, 38, 54};

/// -1 up to, but without, 1. Source: G. Marsaglia, Xorshift RNGs, 2003.
float random_share(water& of)
{
    of.random ^= of.random << 13;
    of.random ^= of.random >> 17;
    of.random ^= of.random << 5;
    return static_cast<float>(of.random >> 8) / (1 << 23) - 1;
}

void add_drop(water& to, const settings& how, respawn::extent window)
{
    const float angle = random_share(to) * how.spread;
    const float speed = how.speed * (1 + 0.1f * random_share(to));
    drop& added = to.drops.emplace_back();
    added.place = {window.width / 2, window.height - ground_height};
    added.speed = {std::sin(angle) * speed, -std::cos(angle) * speed};
}

void move(drop& moved, const settings& how, float ground_y, float seconds)
{
    moved.age += seconds;
    moved.speed.y += how.gravity * seconds;
    moved.place.x += moved.speed.x * seconds;
    moved.place.y += moved.speed.y * seconds;
    if (moved.place.y <= ground_y || moved.speed.y < 0)
        return;
    moved.place.y = ground_y;
    moved.speed.y *= -how.bounce;
    moved.speed.x *= how.bounce;
}

std::uint8_t channel(float share)
{
    return static_cast<std::uint8_t>(std::clamp(share, 0.0f, 1.0f) * 255);
}

} // namespace

void step(water& moved, const settings& how, respawn::extent window, float seconds)
{
    if (how.paused)
        return;
    for (moved.owed += how.drops_a_second * seconds; moved.owed >= 1; --moved.owed)
        if (moved.drops.size() < most_drops)
            add_drop(moved, how, window);
    for (drop& each : moved.drops)
        move(each, how, window.height - ground_height, seconds);
    std::erase_if(moved.drops, [](const drop& old) { return old.age >= life_seconds; });
}

void draw(respawn::canvas& canvas, const water& shown, const settings& how)
{
    const auto [width, height] = canvas.size();
    canvas.clear(sky);
    canvas.fill_rectangle({0, height - ground_height, width, ground_height}, ground);
    const auto& [red, green, blue] = how.tint;
    for (const drop& each : shown.drops) {
        const float left = 1 - each.age / life_seconds;
        const float side = how.size * (0.4f + 0.6f * left);
        canvas.fill_rectangle(
            {each.place.x - side / 2, each.place.y - side, side, side},
            {channel(red), channel(green), channel(blue), channel(left)});
    }
}

} // namespace fountain
