#include "paint.hpp"

#include "theme.hpp"

#include <algorithm>
#include <cmath>

namespace tetris {

namespace {

using respawn::canvas;
using respawn::color;
using respawn::extent;
using respawn::point;
using respawn::rectangle;

constexpr float largest_font = 48;

rectangle shrunk(rectangle area, float by)
{
    return {area.x + by, area.y + by, area.width - 2 * by, area.height - 2 * by};
}

/// Half of the gap between blocks.
float gap_of(rectangle block)
{
    return std::max(std::round(block.width / 40), 0.5f);
}

float text_scale(float size)
{
    return std::max(std::round(size / largest_font), 1.0f);
}

std::uint8_t mixed_channel(std::uint8_t from, std::uint8_t to, float share)
{
    return static_cast<std::uint8_t>(static_cast<float>(from) + static_cast<float>(to - from) * share);
}

} // namespace

color with_alpha(color base, float alpha)
{
    base.a = static_cast<std::uint8_t>(static_cast<float>(base.a) * std::clamp(alpha, 0.0f, 1.0f));
    return base;
}

color mixed(color from, color to, float share)
{
    share = std::clamp(share, 0.0f, 1.0f);
    return {
        mixed_channel(from.r, to.r, share), mixed_channel(from.g, to.g, share),
        mixed_channel(from.b, to.b, share), mixed_channel(from.a, to.a, share)};
}

color color_of(piece kind)
{
    return theme::pieces[static_cast<std::size_t>(kind)];
}

void paint_block(canvas& canvas, rectangle area, color fill)
{
    const rectangle body = shrunk(area, gap_of(area));
    canvas.fill_rectangle(body, fill);
    const float light = static_cast<float>(fill.a) / 255;
    const color shine = with_alpha({255, 255, 255, 26}, light);
    canvas.fill_rectangle(shrunk(body, std::round(body.width * 0.2f)), shine);
    canvas.fill_rectangle(
        {body.x, body.y, body.width, std::max(std::round(body.height * 0.09f), 1.0f)}, shine);
}

void paint_ghost(canvas& canvas, rectangle area, color line)
{
    const rectangle body = shrunk(area, gap_of(area) + 0.5f);
    canvas.fill_rectangle(body, with_alpha(line, 0.10f));
    canvas.outline_rectangle(body, with_alpha(line, 0.55f), std::max(std::round(area.width / 20), 1.0f));
}

void paint_piece(canvas& canvas, piece kind, point center, float cell, float alpha)
{
    if (kind == piece::none)
        return;
    const shape cells = cells_of(kind, orientation::up);
    int width = 0, low = 4, high = 0;
    for (const offset each : cells) {
        width = std::max(width, each.x + 1);
        low = std::min<int>(low, each.y);
        high = std::max(high, each.y + 1);
    }
    const float left = std::round(center.x - static_cast<float>(width) * cell / 2);
    const float bottom = std::round(center.y + static_cast<float>(high - low) * cell / 2);
    for (const offset each : cells) {
        const float x = left + static_cast<float>(each.x) * cell;
        const float y = bottom - static_cast<float>(each.y - low + 1) * cell;
        paint_block(canvas, {x, y, cell, cell}, with_alpha(color_of(kind), alpha));
    }
}

extent measure_text(std::string_view text, float size)
{
    const float scale = text_scale(size);
    const extent plain = canvas::measure(text, size / scale);
    return {plain.width * scale, plain.height * scale};
}

extent paint_text(canvas& canvas, point anchor, std::string_view text, float size, color fill, align side)
{
    const extent taken = measure_text(text, size);
    const float share = side == align::left ? 0.0f : side == align::center ? 0.5f : 1.0f;
    const point corner{std::round(anchor.x - taken.width * share), std::round(anchor.y)};
    const float scale = text_scale(size);
    canvas.push_transform(corner, 0, scale);
    canvas.text({}, text, {size / scale, fill});
    canvas.pop_transform();
    return taken;
}

} // namespace tetris
