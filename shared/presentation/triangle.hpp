#pragma once

#include "shared/pictures/layout.hpp"
#include "shared/presentation/image.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

/// Which pixels a triangle covers.
namespace respawn::presentation {

using pictures::vertex_data;

inline constexpr std::int64_t subpixels = 256, half_pixel = subpixels / 2;

/// To the nearest 1/256 pixel. The offset makes the number positive, so that the conversion rounds down.
inline std::int64_t to_subpixels(float coordinate)
{
    constexpr std::int64_t offset = std::int64_t{1} << 32;
    return static_cast<std::int64_t>(double{coordinate} * subpixels + (offset + 0.5)) - offset;
}

inline std::int64_t floor_divide(std::int64_t numerator, std::int64_t denominator)
{
    const auto quotient = numerator / denominator;
    return quotient - (numerator % denominator < 0);
}

/// The first pixel, of a row or a column, whose centre is not before `position`.
inline std::int64_t first_pixel(std::int64_t position)
{
    return floor_divide(position + half_pixel - 1, subpixels);
}

struct corner {
    std::int64_t x, y; ///< subpixels
    const vertex_data* vertex;
};

/// Walks down an edge from row to row. Exact, and so the same for both triangles that have the edge.
class edge {
public:
    edge(const corner& top, const corner& bottom, std::int64_t first_row)
    {
        const auto dx = bottom.x - top.x, dy = bottom.y - top.y;
        if (dx == 0) {
            column_ = first_pixel(top.x);
            return;
        }
        // The edge is at x = top.x + (y - top.y) * dx / dy, all of it times denominator from here on.
        denominator_ = dy * subpixels;
        const auto x = (top.x - half_pixel) * dy + (first_row * subpixels + half_pixel - top.y) * dx;
        column_ = floor_divide(x + denominator_ - 1, denominator_);
        excess_ = column_ * denominator_ - x;
        step_ = floor_divide(dx, dy);
        step_excess_ = (dx - step_ * dy) * subpixels;
    }

    /// The first pixel of the row whose centre is not left of the edge.
    [[nodiscard]] std::int64_t column() const { return column_; }

    void next_row()
    {
        column_ += step_;
        excess_ -= step_excess_;
        if (excess_ < 0) {
            ++column_;
            excess_ += denominator_;
        }
    }

private:
    std::int64_t column_ = 0, step_ = 0;
    /// How far column_ is right of the edge, and what a row takes of it. Invariant: 0 <= excess_ <
    /// denominator_.
    std::int64_t excess_ = 0, step_excess_ = 0, denominator_ = 1;
};

struct triangle {
    std::array<corner, 3> corners; ///< top to bottom
    std::int64_t doubled_area;     ///< positive: the middle corner is left of the edge from top to bottom
};

inline triangle make_triangle(const vertex_data& a, const vertex_data& b, const vertex_data& c)
{
    const auto make_corner = [](const vertex_data& vertex) {
        return corner{to_subpixels(vertex.x), to_subpixels(vertex.y), &vertex};
    };
    triangle made{{make_corner(a), make_corner(b), make_corner(c)}, 0};
    auto& [top, middle, bottom] = made.corners;
    if (middle.y < top.y)
        std::swap(middle, top);
    if (bottom.y < middle.y)
        std::swap(bottom, middle);
    if (middle.y < top.y)
        std::swap(middle, top);
    made.doubled_area = (bottom.x - top.x) * (middle.y - top.y) - (bottom.y - top.y) * (middle.x - top.x);
    return made;
}

/// The pixels from `begin` to before `end` in row `y`.
struct span {
    std::int64_t begin, end, y;
    [[nodiscard]] std::int64_t size() const { return end - begin; }
};

/// Calls `fill(row, span)` for each row of a triangle inside the clip rectangle.
template <class Fill>
void for_each_span(const triangle& on, const pictures::command_data& clip, image& target, Fill fill)
{
    const corner &top = on.corners[0], &middle = on.corners[1], &bottom = on.corners[2];
    const std::int64_t left_end = clip.clip_x, right_end = left_end + clip.clip_width;
    const auto half = [&](const corner& from, const corner& to) {
        const auto first = std::max<std::int64_t>(first_pixel(from.y), clip.clip_y);
        const auto end =
            std::min<std::int64_t>(first_pixel(to.y), clip.clip_y + std::int64_t{clip.clip_height});
        if (first >= end)
            return;
        edge left{top, bottom, first}, right{from, to, first};
        if (on.doubled_area > 0)
            std::swap(left, right);
        auto* row = target.pixels.data() + static_cast<std::size_t>(first) * target.width;
        for (auto y = first; y != end; ++y, row += target.width) {
            const span pixels{std::max(left.column(), left_end), std::min(right.column(), right_end), y};
            if (pixels.begin < pixels.end)
                fill(row, pixels);
            left.next_row();
            right.next_row();
        }
    };
    half(top, middle);
    half(middle, bottom);
}

} // namespace respawn::presentation
