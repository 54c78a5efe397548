#include "worker/source/canvas/implementation.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace respawn {

namespace {

/// Thinner lines would have gaps where they pass between the middles of pixels.
constexpr float thinnest_line = 1;

point add(point a, point b)
{
    return {a.x + b.x, a.y + b.y};
}

point scaled(point of, float factor)
{
    return {of.x * factor, of.y * factor};
}

point unit(point of)
{
    return scaled(of, 1 / std::hypot(of.x, of.y));
}

/// Enough segments for a circle that no chord is farther than a quarter of a pixel from it: a chord's
/// distance is about radius * angle^2 / 8.
std::uint32_t segments_for(float radius)
{
    constexpr std::uint32_t fewest = 8, most = 256;
    const float wanted = std::ceil(std::numbers::pi_v<float> * std::sqrt(2 * radius));
    if (!(wanted < static_cast<float>(most))) // also if it is no number
        return most;
    const auto segments = std::max(fewest, static_cast<std::uint32_t>(wanted));
    return (segments + 3) / 4 * 4; // the same above, below, left and right
}

/// Calls `visit` with `count` directions, clockwise from the top.
template <class Visit>
void for_each_direction(std::uint32_t count, Visit visit)
{
    const float step = 2 * std::numbers::pi_v<float> / static_cast<float>(count);
    for (std::uint32_t index = 0; index != count; ++index) {
        const float angle = step * static_cast<float>(index);
        visit(point{std::sin(angle), -std::cos(angle)});
    }
}

/// A convex polygon of the vertices 0 to `count` - 1, as triangles one below the other when vertex 0 is at
/// the top. Those of a fan would be long and thin, which is slow to draw row by row.
void convex_polygon(shape_writer& shape, std::uint32_t count)
{
    for (std::uint32_t low = 0, high = count - 1; high - low > 1;) {
        shape.triangle(low, low + 1, high);
        ++low;
        if (high - low > 1) {
            shape.triangle(low, high - 1, high);
            --high;
        }
    }
}

texture_area part_of(const texture& image, rectangle source)
{
    if (source.width == 0 || source.height == 0 || image.width <= 0 || image.height <= 0)
        return {};
    const auto width = static_cast<float>(image.width), height = static_cast<float>(image.height);
    return {
        source.x / width, source.y / height, (source.x + source.width) / width,
        (source.y + source.height) / height};
}

corners rotated(const corners& around, float rotation)
{
    const point center = scaled(add(around[0], around[2]), 0.5f);
    const transform turn = transform::make(center, rotation, 1);
    corners result;
    std::transform(around.begin(), around.end(), result.begin(), [&](point corner) {
        return turn({corner.x - center.x, corner.y - center.y});
    });
    return result;
}

} // namespace

void canvas::fill_rectangle(rectangle area, color fill)
{
    implementation_->add_quad(0, implementation_->placed(corners_of(area)), fill);
}

void canvas::outline_rectangle(rectangle area, color line, float thickness)
{
    implementation& state = *implementation_;
    if (thickness <= 0)
        return;
    const float band = std::max(thickness, thinnest_line / state.current.scale());
    const float width = std::abs(area.width), height = std::abs(area.height);
    if (2 * band >= std::min(width, height))
        return fill_rectangle(area, line);

    const float left = std::min(area.x, area.x + area.width), top = std::min(area.y, area.y + area.height);
    const float between = height - 2 * band;
    const rectangle bands[] = {
        {left, top, width, band},
        {left, top + height - band, width, band},
        {left, top + band, band, between},
        {left + width - band, top + band, band, between},
    };
    state.list.add(0, 16, 24, [&](shape_writer& shape) {
        for (std::uint32_t index = 0; index != 4; ++index) {
            for (const point corner : state.placed(corners_of(bands[index])))
                shape.vertex(corner, line);
            shape.quad(4 * index);
        }
    });
}

void canvas::line(point from, point to, color line, float thickness)
{
    implementation& state = *implementation_;
    if (thickness <= 0)
        return;
    const point start = state.current(from), end = state.current(to);
    if (start == end)
        return;
    const point along = unit({end.x - start.x, end.y - start.y});
    const point normal{-along.y, along.x};
    const float width = std::max(thickness * state.current.scale(), thinnest_line);
    const point side = scaled(normal, width / 2), other_side = scaled(normal, -width / 2);
    state.add_quad(0, {add(start, other_side), add(end, other_side), add(end, side), add(start, side)}, line);
}

void canvas::fill_circle(point center, float radius, color fill)
{
    if (radius <= 0)
        return;
    const point middle = implementation_->current(center);
    const float pixels = radius * implementation_->current.scale();
    const std::uint32_t segments = segments_for(pixels);
    implementation_->list.add(0, segments, 3 * (segments - 2), [&](shape_writer& shape) {
        for_each_direction(
            segments, [&](point direction) { shape.vertex(add(middle, scaled(direction, pixels)), fill); });
        convex_polygon(shape, segments);
    });
}

void canvas::outline_circle(point center, float radius, color line, float thickness)
{
    if (radius <= 0 || thickness <= 0)
        return;
    if (thickness >= radius)
        return fill_circle(center, radius, line);
    const transform& current = implementation_->current;
    const point middle = current(center);
    const float outer = radius * current.scale();
    const float inner = std::max(outer - std::max(thickness * current.scale(), thinnest_line), 0.0f);
    const std::uint32_t segments = segments_for(outer);
    implementation_->list.add(0, 2 * segments, 6 * segments, [&](shape_writer& shape) {
        for_each_direction(segments, [&](point direction) {
            shape.vertex(add(middle, scaled(direction, outer)), line);
            shape.vertex(add(middle, scaled(direction, inner)), line);
        });
        for (std::uint32_t index = 0; index != segments; ++index) {
            const std::uint32_t here = 2 * index, next = 2 * ((index + 1) % segments);
            shape.triangle(here, next, next + 1);
            shape.triangle(here, next + 1, here + 1);
        }
    });
}

void canvas::fill_triangle(point a, point b, point c, color fill)
{
    const transform& current = implementation_->current;
    implementation_->list.add(0, 3, 3, [&](shape_writer& shape) {
        shape.vertex(current(a), fill);
        shape.vertex(current(b), fill);
        shape.vertex(current(c), fill);
        shape.triangle(0, 1, 2);
    });
}

void canvas::sprite(const texture& image, rectangle destination, const sprite_style& style)
{
    corners place = corners_of(destination);
    if (style.rotation != 0)
        place = rotated(place, style.rotation);
    const texture_area part = part_of(image, style.source);
    implementation_->add_quad(image.id, implementation_->placed(place), style.tint, part);
}

void canvas::triangles(
    const texture& image, std::span<const vertex> vertices, std::span<const std::uint32_t> indices)
{
    implementation& state = *implementation_;
    const auto is_missing = [&](std::uint32_t index) { return index >= vertices.size(); };
    if (std::any_of(indices.begin(), indices.end(), is_missing))
        return state.list.drop();
    const std::size_t index_count = indices.size() / 3 * 3;
    state.list.add(image.id, vertices.size(), index_count, [&](shape_writer& shape) {
        for (const vertex& corner : vertices)
            shape.vertex(state.current(corner.position), corner.tint, corner.texture_position);
        for (std::size_t index = 0; index != index_count; index += 3)
            shape.triangle(indices[index], indices[index + 1], indices[index + 2]);
    });
}

} // namespace respawn
