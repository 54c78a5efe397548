#pragma once

#include <respawn/geometry.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace respawn {

/// An image that lives in the supervisor, across workers. Made by worker::make_texture(). One without an id
/// is plain white.
struct texture {
    std::uint64_t id = 0;
    int width = 0, height = 0; ///< pixels
};

/// How a texture is drawn.
struct sprite_style {
    rectangle source{}; ///< part of the texture in its pixels; empty: all of it
    color tint{};       ///< multiplied with the texture
    float rotation = 0; ///< radians, clockwise, about the centre of the destination
};

/// How text is drawn.
struct text_style {
    float size = 16; ///< height of a line in pixels; the nearest of 12, 16, 20, 24, 32 and 48 is used
    color fill{};
};

/// Draws a frame in two dimensions, in pixels with the origin top left; later things cover earlier ones.
///
/// The pixel (x, y) covers x to x + 1 and y to y + 1, and belongs to a shape that covers its middle.
/// A shape is left out, and dropped() counts it, when the frame has no room for it (a million vertices) or
/// when one of its coordinates is infinite or no number. Coordinates beyond 10,000 pixels are pulled in to
/// that. Valid during its frame. Threads: one at a time.
class canvas {
public:
    [[nodiscard]] extent size() const;

    /// Fills the whole picture, whatever the clip area, and forgets what was drawn before, pixels too.
    /// Without it the picture starts black. Alpha is ignored.
    void clear(color fill);

    void fill_rectangle(rectangle area, color fill);
    /// The line lies inside the rectangle. A line, here and below, is drawn at least one pixel thick; one
    /// whose thickness is not above 0 is not drawn.
    void outline_rectangle(rectangle area, color line, float thickness = 1);
    /// Ends at its two points, half of its thickness to each side of them; from a point to itself is nothing.
    void line(point from, point to, color line, float thickness = 1);
    void fill_circle(point center, float radius, color fill);
    /// The line lies inside the circle.
    void outline_circle(point center, float radius, color line, float thickness = 1);
    void fill_triangle(point a, point b, point c, color fill);

    /// Draws a texture, stretched to `destination`; mirrored where just one of source and destination has a
    /// negative width or height.
    void sprite(const texture& image, rectangle destination, const sprite_style& style = {});

    /// Draws UTF-8 text with its top left corner at `position`; '\n' starts a new line. Characters that the
    /// font does not have (it has printable ASCII and Latin-1) are drawn as a box. While nothing is scaled or
    /// rotated the text is moved to whole pixels. Returns what measure() says.
    extent text(point position, std::string_view text, const text_style& style = {});
    /// Size of the text as text() draws it before any transform: its widest line, and all lines.
    [[nodiscard]] static extent measure(std::string_view text, float size = 16);

    /// Triangles of the caller's own: `indices` in threes into `vertices`, texture coordinates 0..1. All of
    /// them are one shape, which is left out if an index is out of range.
    struct vertex {
        point position;
        color tint;
        point texture_position;
    };
    void triangles(
        const texture& image, std::span<const vertex> vertices, std::span<const std::uint32_t> indices);

    /// Limits drawing to `area` (in the current transform; its bounding box when rotated) and to the clip
    /// areas around it, until pop_clip(). Each frame starts without clip areas and transforms, however many
    /// the last one left; a pop without a push does nothing.
    void push_clip(rectangle area);
    void pop_clip();

    /// Everything drawn until pop_transform() is scaled, then rotated clockwise, then moved; then the
    /// transforms around it apply.
    void push_transform(point move, float rotation = 0, float scale = 1);
    void pop_transform();

    /// Number of shapes that were left out since the last clear(). Each character of a text is a shape.
    [[nodiscard]] std::uint32_t dropped() const;

    canvas(const canvas&) = delete;
    canvas& operator=(const canvas&) = delete;

private:
    friend struct canvas_access;
    struct implementation;

    explicit canvas(std::unique_ptr<implementation>);
    ~canvas();
    friend struct std::default_delete<canvas>;

    std::unique_ptr<implementation> implementation_;
};

/// The frame's pixels, XRGB8888 (0x00RRGGBB), row by row without gaps. Valid during its frame.
struct pixels {
    std::span<std::uint32_t> data; ///< width * height
    int width = 0, height = 0;

    [[nodiscard]] std::uint32_t& at(int x, int y) const
    {
        return data
            [static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

} // namespace respawn
