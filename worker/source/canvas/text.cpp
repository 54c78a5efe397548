#include "worker/source/canvas/implementation.hpp"

#include "shared/text/font.hpp"

#include <cmath>

namespace respawn {

namespace {

static_assert((text::atlas_width & (text::atlas_width - 1)) == 0);
static_assert((text::atlas_height & (text::atlas_height - 1)) == 0);

/// Exact, because the atlas' sizes are powers of two.
texture_area part_of_atlas(const text::glyph& shape)
{
    constexpr auto width = static_cast<float>(text::atlas_width);
    constexpr auto height = static_cast<float>(text::atlas_height);
    const auto left = static_cast<float>(shape.x), top = static_cast<float>(shape.y);
    return {
        left / width, top / height, (left + static_cast<float>(shape.width)) / width,
        (top + static_cast<float>(shape.height)) / height};
}

rectangle area_of(const text::glyph& shape, point pen)
{
    return {
        pen.x + static_cast<float>(shape.left), pen.y + static_cast<float>(shape.top),
        static_cast<float>(shape.width), static_cast<float>(shape.height)};
}

extent extent_of(const text::text_size& size)
{
    return {static_cast<float>(size.width), static_cast<float>(size.height)};
}

} // namespace

extent canvas::text(point position, std::string_view characters, const text_style& style)
{
    implementation& state = *implementation_;
    // Glyphs stay exact copies of the atlas' pixels as long as nothing but whole pixels is added to them.
    const transform before = state.current;
    if (before.only_moves()) {
        const point start = before(position);
        position = {std::round(start.x), std::round(start.y)};
        state.current = {};
    }
    const auto draw = [&](const text::glyph& shape, int x, int y) {
        if (shape.width == 0)
            return;
        const point pen{position.x + static_cast<float>(x), position.y + static_cast<float>(y)};
        const corners place = state.placed(corners_of(area_of(shape, pen)));
        state.add_quad(pictures::font_texture, place, style.fill, part_of_atlas(shape));
    };
    const extent size = extent_of(text::lay_out(text::nearest_size(style.size), characters, draw));
    state.current = before;
    return size;
}

extent canvas::measure(std::string_view characters, float size)
{
    return extent_of(text::measure(text::nearest_size(size), characters));
}

} // namespace respawn
