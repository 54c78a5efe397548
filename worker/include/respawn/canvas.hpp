#pragma once

#include <respawn/geometry.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace respawn {

/// An image that lives in the supervisor, across workers. Made by worker::make_texture().
struct texture {
    std::uint64_t id = 0;
    int width = 0, height = 0; ///< pixels
};

struct sprite_style {
    rectangle source{};   ///< part of the texture in its pixels; empty: all of it
    color tint{};         ///< multiplied with the texture
    float rotation = 0;   ///< radians, clockwise, about the centre of the destination
};

struct text_style {
    float size = 16; ///< height of a line in pixels; the nearest size that the font has is used
    color fill{};
};

/// Draws a frame in two dimensions, in pixels with the origin top left; later things cover earlier ones.
///
/// What does not fit into a frame (a million vertices) is left out, and dropped() counts it. Valid during its
/// frame. Threads: one at a time.
class canvas {
public:
    [[nodiscard]] extent size() const;

    /// Fills the whole picture and forgets what was drawn before. Without it the picture starts black.
    void clear(color fill);

    void fill_rectangle(rectangle area, color fill);
    /// The line lies inside the rectangle.
    void outline_rectangle(rectangle area, color line, float thickness = 1);
    void line(point from, point to, color line, float thickness = 1);
    void fill_circle(point center, float radius, color fill);
    void outline_circle(point center, float radius, color line, float thickness = 1);
    void fill_triangle(point a, point b, point c, color fill);

    /// Draws a texture, stretched to `destination`.
    void sprite(const texture& image, rectangle destination, const sprite_style& style = {});

    /// Draws UTF-8 text with its top left corner at `position`; '\n' starts a new line. Characters that the font
    /// does not have are drawn as a box. Returns what measure() says.
    extent text(point position, std::string_view text, const text_style& style = {});
    /// Size of the text as text() draws it before any transform.
    [[nodiscard]] static extent measure(std::string_view text, float size = 16);

    /// Triangles of the caller's own: `indices` in threes into `vertices`, texture coordinates 0..1.
    struct vertex {
        point position;
        color tint;
        point texture_position;
    };
    void triangles(const texture& image, std::span<const vertex> vertices, std::span<const std::uint32_t> indices);

    /// Limits drawing to `area` (in the current transform; its bounding box when rotated) and to the clip areas
    /// around it, until pop_clip().
    void push_clip(rectangle area);
    void pop_clip();

    /// Everything drawn until pop_transform() is scaled, then rotated clockwise, then moved.
    void push_transform(point move, float rotation = 0, float scale = 1);
    void pop_transform();

    /// Number of shapes that this frame had no room for.
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
        return data[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

} // namespace respawn
