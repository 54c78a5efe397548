#pragma once

#include "supervisor/display/triangle.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

/// What changes over a triangle: colours and texture coordinates.
namespace respawn::supervisor {

/// A number that changes evenly over a triangle.
class gradient {
public:
    gradient(const triangle& over, double top, double middle, double bottom) :
        origin_{top}, x_{static_cast<double>(over.corners[0].x - half_pixel) / subpixels},
        y_{static_cast<double>(over.corners[0].y - half_pixel) / subpixels}
    {
        const auto& [a, b, c] = over.corners;
        const auto scale = static_cast<double>(subpixels) / static_cast<double>(over.doubled_area);
        const auto along = [&](std::int64_t middle_distance, std::int64_t bottom_distance) {
            return ((middle - top) * static_cast<double>(bottom_distance) -
                    (bottom - top) * static_cast<double>(middle_distance)) *
                   scale;
        };
        dx_ = -along(b.y - a.y, c.y - a.y);
        dy_ = along(b.x - a.x, c.x - a.x);
    }

    /// At a pixel's centre.
    [[nodiscard]] double at(std::int64_t x, std::int64_t y) const
    {
        return origin_ + (static_cast<double>(x) - x_) * dx_ + (static_cast<double>(y) - y_) * dy_;
    }

private:
    double origin_, x_, y_, dx_, dy_;
};

/// The whole numbers that a gradient has along a span, all of them from 0 to `limit` - 1.
class ramp {
public:
    ramp(const gradient& over, const span& pixels, double limit)
    {
        // Kept off the limits by more than rounding can add up to along a span. It also decides for all rows
        // alike where a sample falls exactly between two texels.
        constexpr double margin = 1.0 / 1024, one = 4294967296.0;
        const auto value = [&](std::int64_t x) {
            return std::clamp(over.at(x, pixels.y) + margin, margin, limit - margin) * one;
        };
        const auto first = value(pixels.begin), last = value(pixels.end - 1);
        value_ = static_cast<std::int64_t>(first);
        const auto steps = pixels.end - 1 - pixels.begin;
        if (steps != 0)
            step_ = static_cast<std::int64_t>((last - first) / static_cast<double>(steps));
    }

    std::uint32_t next() { return static_cast<std::uint32_t>(std::exchange(value_, value_ + step_) >> 32); }

private:
    std::int64_t value_, step_ = 0; ///< 32 bits of fraction
};

} // namespace respawn::supervisor
