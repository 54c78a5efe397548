#include "supervisor/display/rasterizer.hpp"

#include "supervisor/display/gradient.hpp"
#include "supervisor/display/triangle.hpp"

#include <algorithm>
#include <cstdint>

namespace respawn::supervisor {

namespace {

/// 0..255 as 0..256, so that dividing by 256 leaves the ends as they are.
std::uint32_t widen(std::uint32_t value)
{
    return value + (value >> 7);
}

/// Both colours mixed, `weight` of 256 parts of the first; two channels at a time.
std::uint32_t mix(std::uint32_t first, std::uint32_t second, std::uint32_t weight)
{
    const auto channels = [&](std::uint32_t mask, std::uint32_t rounding, int shift) {
        const auto a = first >> shift & mask, b = second >> shift & mask;
        return ((a * weight + b * (256 - weight) + rounding) >> 8 & mask) << shift;
    };
    return channels(0xff00ff, 0x800080, 0) | channels(0xff, 0x80, 8);
}

std::uint32_t over(std::uint32_t color, std::uint32_t below)
{
    const auto alpha = color >> 24;
    return alpha == 0xff ? color : alpha == 0 ? below : mix(color, below, widen(alpha));
}

std::uint32_t modulate(std::uint32_t texel, std::uint32_t tint)
{
    const auto channel = [&](int shift) {
        return ((texel >> shift & 0xff) * widen(tint >> shift & 0xff) >> 8) << shift;
    };
    return channel(24) | channel(16) | channel(8) | channel(0);
}

std::uint32_t color_of(const vertex_data& vertex)
{
    return std::uint32_t{vertex.a} << 24 | std::uint32_t{vertex.r} << 16 | std::uint32_t{vertex.g} << 8 |
           vertex.b;
}

/// A triangle of one colour.
class flat_paint {
public:
    explicit flat_paint(std::uint32_t color) : color_{color} {}

    void fill(std::uint32_t* row, const span& pixels) const
    {
        if (color_ >> 24 == 0xff)
            std::fill(row + pixels.begin, row + pixels.end, color_);
        else
            std::for_each(row + pixels.begin, row + pixels.end, [color = color_](std::uint32_t& pixel) {
                pixel = mix(color, pixel, widen(color >> 24));
            });
    }

private:
    std::uint32_t color_;
};

/// The colour between three colours.
class color_gradient {
public:
    explicit color_gradient(const triangle& on) :
        red_{make(on, &vertex_data::r)}, green_{make(on, &vertex_data::g)}, blue_{make(on, &vertex_data::b)},
        alpha_{make(on, &vertex_data::a)}
    {}

    /// A function that gives the colours along a span, one a call.
    [[nodiscard]] auto along(const span& pixels) const
    {
        return [red = ramp{red_, pixels, 256}, green = ramp{green_, pixels, 256},
                blue = ramp{blue_, pixels, 256}, alpha = ramp{alpha_, pixels, 256}]() mutable {
            return alpha.next() << 24 | red.next() << 16 | green.next() << 8 | blue.next();
        };
    }

private:
    static gradient make(const triangle& on, std::uint8_t vertex_data::*channel)
    {
        const auto value = [&](const corner& at) { return (at.vertex->*channel) + 0.5; };
        return {on, value(on.corners[0]), value(on.corners[1]), value(on.corners[2])};
    }

    gradient red_, green_, blue_, alpha_;
};

class texture_gradient {
public:
    texture_gradient(const triangle& on, const texture_image& texture) :
        texture_{texture}, x_{make(on, &vertex_data::u, texture.width)}, y_{make(
                                                                             on, &vertex_data::v,
                                                                             texture.height)}
    {}

    /// A function that gives the texels along a span, one a call.
    [[nodiscard]] auto along(const span& pixels) const
    {
        return [x = ramp{x_, pixels, double(texture_.width)}, y = ramp{y_, pixels, double(texture_.height)},
                texels = texture_.pixels.data(), width = std::size_t{texture_.width}]() mutable {
            return texels[y.next() * width + x.next()];
        };
    }

private:
    static gradient make(const triangle& on, float vertex_data::*coordinate, std::uint32_t size)
    {
        const auto value = [&](const corner& at) { return double{at.vertex->*coordinate} * size; };
        return {on, value(on.corners[0]), value(on.corners[1]), value(on.corners[2])};
    }

    const texture_image& texture_;
    gradient x_, y_;
};

template <class NextColor>
void fill_with(std::uint32_t* row, const span& pixels, NextColor next_color)
{
    for (auto x = pixels.begin; x != pixels.end; ++x)
        row[x] = over(next_color(), row[x]);
}

void draw_triangle(
    const triangle& on, const texture_image* texture, const pictures::command_data& clip, image& target)
{
    const auto color = color_of(*on.corners[0].vertex);
    const auto has_color = [&](const corner& at) { return color_of(*at.vertex) == color; };
    const bool flat = std::all_of(on.corners.begin(), on.corners.end(), has_color);
    if (flat && !texture) {
        const flat_paint paint{color};
        return for_each_span(on, clip, target, [&](auto* row, const span& at) { paint.fill(row, at); });
    }
    if (!texture) {
        const color_gradient colors{on};
        return for_each_span(
            on, clip, target, [&](auto* row, const span& at) { fill_with(row, at, colors.along(at)); });
    }
    const texture_gradient texels{on, *texture};
    if (flat && color == 0xffffffff)
        return for_each_span(
            on, clip, target, [&](auto* row, const span& at) { fill_with(row, at, texels.along(at)); });
    if (flat)
        return for_each_span(on, clip, target, [&](auto* row, const span& at) {
            fill_with(
                row, at, [texel = texels.along(at), color]() mutable { return modulate(texel(), color); });
        });
    const color_gradient colors{on};
    for_each_span(on, clip, target, [&](auto* row, const span& at) {
        fill_with(row, at, [texel = texels.along(at), tint = colors.along(at)]() mutable {
            return modulate(texel(), tint());
        });
    });
}

} // namespace

void draw(const pictures::picture& picture, const texture_store& textures, image& target)
{
    for (const auto& command : picture.commands) {
        const auto* texture = command.texture != 0 ? textures.find(command.texture) : nullptr;
        if (command.texture != 0 && !texture)
            texture = &texture_store::missing();
        const auto* index = picture.indices.data() + command.first_index;
        for (const auto* end = index + command.index_count; index != end; index += 3) {
            const auto& vertices = picture.vertices;
            const auto on = make_triangle(vertices[index[0]], vertices[index[1]], vertices[index[2]]);
            if (on.doubled_area != 0)
                draw_triangle(on, texture, command, target);
        }
    }
}

} // namespace respawn::supervisor
