#pragma once

/// A picture in memory, to be made into a texture.

#include <respawn/geometry.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace platformer {

/// Transparent where nothing was drawn. What is beside it is left out.
class bitmap {
public:
    bitmap(int width, int height);

    /// Everything is drawn from there on: so that each part of a sheet has coordinates of its own.
    void set_origin(int x, int y);

    void dot(int x, int y, respawn::color ink);
    void box(int x, int y, int width, int height, respawn::color ink);
    void disc(float x, float y, float radius, respawn::color ink);

    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] int height() const { return height_; }
    /// RGBA, row by row.
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }

private:
    int width_, height_;
    int origin_x_ = 0, origin_y_ = 0;
    std::vector<std::uint8_t> bytes_;
};

} // namespace platformer
