#include "bitmap.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace platformer {

bitmap::bitmap(int width, int height) :
    width_{width}, height_{height},
    bytes_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4)
{}

void bitmap::set_origin(int x, int y)
{
    origin_x_ = x;
    origin_y_ = y;
}

void bitmap::dot(int x, int y, respawn::color ink)
{
    x += origin_x_;
    y += origin_y_;
    if (x < 0 || y < 0 || x >= width_ || y >= height_)
        return;
    const std::array<std::uint8_t, 4> bytes{ink.r, ink.g, ink.b, ink.a};
    std::copy(bytes.begin(), bytes.end(), bytes_.begin() + (static_cast<std::ptrdiff_t>(y) * width_ + x) * 4);
}

void bitmap::box(int x, int y, int width, int height, respawn::color ink)
{
    for (int row = y; row < y + height; ++row)
        for (int column = x; column < x + width; ++column)
            dot(column, row, ink);
}

void bitmap::disc(float x, float y, float radius, respawn::color ink)
{
    for (int row = static_cast<int>(y - radius); static_cast<float>(row) <= y + radius; ++row)
        for (int column = static_cast<int>(x - radius); static_cast<float>(column) <= x + radius; ++column)
            if (std::hypot(static_cast<float>(column) + 0.5f - x, static_cast<float>(row) + 0.5f - y) <=
                radius)
                dot(column, row, ink);
}

} // namespace platformer
