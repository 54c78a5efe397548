#include "backdrop.hpp"

#include <cmath>

namespace platformer {

namespace {

using respawn::color;

constexpr color sky_top{92, 148, 220}, sky_bottom{206, 232, 240}, cloud{255, 255, 255, 150};
constexpr color far_hills{132, 178, 204}, near_hills{112, 172, 150};
constexpr int bands = 24;

std::uint8_t between(std::uint8_t from, std::uint8_t to, float share)
{
    return static_cast<std::uint8_t>(static_cast<float>(from) + share * static_cast<float>(to - from));
}

void draw_sky(respawn::canvas& canvas, respawn::extent seen)
{
    const float height = std::ceil(seen.height / bands);
    for (int i = 0; i < bands; ++i) {
        const float share = static_cast<float>(i) / (bands - 1);
        const color shade{
            between(sky_top.r, sky_bottom.r, share), between(sky_top.g, sky_bottom.g, share),
            between(sky_top.b, sky_bottom.b, share)};
        canvas.fill_rectangle({0, static_cast<float>(i) * height, seen.width, height}, shade);
    }
}

void draw_cloud(respawn::canvas& canvas, respawn::point at, float size)
{
    canvas.fill_rectangle({at.x - 3 * size, at.y - size, 6 * size, size}, cloud);
    canvas.fill_rectangle({at.x - 2 * size, at.y - 2 * size, 3 * size, size}, cloud);
    canvas.fill_rectangle({at.x - 4 * size, at.y, 8 * size, size}, cloud);
}

void draw_clouds(respawn::canvas& canvas, float moved, respawn::extent seen)
{
    constexpr float pitch = 130;
    const float first = std::floor((moved - pitch) / pitch);
    for (float number = first; number * pitch < moved + seen.width + pitch; ++number) {
        const float height = 26 + 34 * (0.5f + 0.5f * std::sin(number * 2.3f));
        draw_cloud(canvas, {number * pitch - moved, height}, 6 + 2 * std::cos(number));
    }
}

void draw_hills(
    respawn::canvas& canvas, const respawn::texture& hills, float moved, float top, respawn::extent seen,
    color tint)
{
    const auto width = static_cast<float>(hills.width), height = static_cast<float>(hills.height);
    for (float left = std::floor(moved / width) * width - moved; left < seen.width; left += width)
        canvas.sprite(hills, {left, top, width, height}, {{}, tint});
    canvas.fill_rectangle({0, top + height, seen.width, seen.height}, tint);
}

} // namespace

void draw_backdrop(
    respawn::canvas& canvas, const sprite_sheets& sheets, respawn::point corner, respawn::extent seen)
{
    draw_sky(canvas, seen);
    draw_clouds(canvas, std::round(corner.x * 0.15f), seen);
    draw_hills(canvas, sheets.hills, std::round(corner.x * 0.3f) + 90, seen.height * 0.42f, seen, far_hills);
    draw_hills(canvas, sheets.hills, std::round(corner.x * 0.5f), seen.height * 0.6f, seen, near_hills);
}

} // namespace platformer
