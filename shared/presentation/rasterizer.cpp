#include "shared/presentation/rasterizer.hpp"

#include "shared/presentation/gradient.hpp"
#include "shared/presentation/triangle.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace respawn::presentation {

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

/// Draws over `count` pixels the colours that `color_at(index)` gives.
template <class ColorAt>
void blend(std::uint32_t* pixels, std::int64_t count, ColorAt color_at)
{
    for (std::int64_t index = 0; index != count; ++index) {
        const std::uint32_t color = color_at(index);
        pixels[index] = mix(color, pixels[index], widen(color >> 24));
    }
}

class color_gradient {
public:
    explicit color_gradient(const triangle& on) :
        red_{make(on, &vertex_data::r)}, green_{make(on, &vertex_data::g)}, blue_{make(on, &vertex_data::b)},
        alpha_{make(on, &vertex_data::a)}
    {}

    /// A function from a pixel's number in the span to its colour.
    [[nodiscard]] auto along(const span& pixels) const
    {
        return [red = ramp{red_, pixels, 256}, green = ramp{green_, pixels, 256},
                blue = ramp{blue_, pixels, 256}, alpha = ramp{alpha_, pixels, 256}](std::int64_t index) {
            return alpha[index] << 24 | red[index] << 16 | green[index] << 8 | blue[index];
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
        texture_{&texture}, x_{make(on, &vertex_data::u, texture.width)}, y_{make(
                                                                              on, &vertex_data::v,
                                                                              texture.height)}
    {}

    /// Calls `use` with a function from a pixel's number in the span to its texel.
    template <class Use>
    void along(const span& pixels, Use use) const
    {
        const ramp x{x_, pixels, texture_->width}, y{y_, pixels, texture_->height};
        const auto* texels = texture_->pixels.data();
        const std::size_t width = texture_->width;
        if (!y.is_constant())
            return use([=](std::int64_t index) { return texels[y[index] * width + x[index]]; });
        // What is not rotated: one row of the texture. At the texture's own size, as text always is, the
        // compiler makes vector instructions of it.
        const auto* row = texels + y[0] * width;
        if (x.counts_up())
            use([first = row + x[0]](std::int64_t index) { return first[index]; });
        else
            use([=](std::int64_t index) { return row[x[index]]; });
    }

private:
    static gradient make(const triangle& on, float vertex_data::*coordinate, std::uint32_t size)
    {
        const auto value = [&](const corner& at) { return double{at.vertex->*coordinate} * size; };
        return {on, value(on.corners[0]), value(on.corners[1]), value(on.corners[2])};
    }

    const texture_image* texture_;
    gradient x_, y_;
};

/// What the pixels of a triangle are coloured with.
class paint {
public:
    paint(const triangle& on, const texture_image* texture) : color_{color_of(*on.corners[0].vertex)}
    {
        const auto has_color = [&](const corner& at) { return color_of(*at.vertex) == color_; };
        if (!std::all_of(on.corners.begin(), on.corners.end(), has_color))
            colors_.emplace(on);
        if (texture)
            texels_.emplace(on, *texture);
    }

    void fill(std::uint32_t* row, const span& pixels) const
    {
        auto* first = row + pixels.begin;
        if (texels_)
            texels_->along(pixels, [&](auto texel_at) { fill_tinted(first, pixels, texel_at); });
        else if (colors_)
            blend(first, pixels.size(), colors_->along(pixels));
        else if (color_ >> 24 == 0xff)
            std::fill_n(first, pixels.size(), color_);
        else
            blend(first, pixels.size(), [color = color_](std::int64_t) { return color; });
    }

private:
    template <class TexelAt>
    void fill_tinted(std::uint32_t* first, const span& pixels, TexelAt texel_at) const
    {
        if (colors_)
            blend(first, pixels.size(), [=, tint_at = colors_->along(pixels)](std::int64_t index) {
                return modulate(texel_at(index), tint_at(index));
            });
        else if (color_ != 0xffffffff)
            blend(first, pixels.size(), [=, tint = color_](std::int64_t index) {
                return modulate(texel_at(index), tint);
            });
        else
            blend(first, pixels.size(), texel_at);
    }

    std::uint32_t color_; ///< of the whole triangle, if it has no colors_
    std::optional<color_gradient> colors_;
    std::optional<texture_gradient> texels_;
};

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
            if (on.doubled_area == 0)
                continue;
            const paint colors{on, texture};
            for_each_span(
                on, command, target, [&](auto* row, const span& pixels) { colors.fill(row, pixels); });
        }
    }
}

} // namespace respawn::presentation
