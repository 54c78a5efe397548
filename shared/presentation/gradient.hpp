#pragma once

#include "shared/presentation/triangle.hpp"

#include <algorithm>
#include <cstdint>

/// What changes over a triangle: colours and texture coordinates.
namespace respawn::presentation {

/// Numbers with 32 bits of fraction.
inline std::int64_t to_fixed(double number)
{
    return static_cast<std::int64_t>(number * 4294967296.0);
}

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
        step_ = to_fixed(std::clamp(dx_, -steepest, steepest));
    }

    /// At a pixel's centre.
    [[nodiscard]] double at(std::int64_t x, std::int64_t y) const
    {
        return origin_ + (static_cast<double>(x) - x_) * dx_ + (static_cast<double>(y) - y_) * dy_;
    }

    /// From a pixel to the next one to the right, to_fixed().
    [[nodiscard]] std::int64_t step() const { return step_; }

private:
    /// No texture coordinate or colour, nor a step between two pixels of the same triangle, is larger.
    static constexpr double steepest = 8192;

    double origin_, x_, y_, dx_, dy_;
    std::int64_t step_;
};

/// The whole numbers that a gradient has along a span, all of them from 0 to `limit` - 1.
class ramp {
public:
    ramp(const gradient& over, const span& pixels, std::uint32_t limit) :
        value_{at(over, pixels.begin, pixels.y, limit)}, step_{over.step()}
    {
        // Between ends that are in range everything is. Rounding, or a triangle that is hardly wider than
        // nothing, can carry the last one out.
        const auto steps = pixels.size() - 1, last = value_ + step_ * steps;
        if (last < 0 || last >> 32 >= limit)
            step_ = (at(over, pixels.end - 1, pixels.y, limit) - value_) / steps;
    }

    /// At the span's pixel number `index`.
    std::uint32_t operator[](std::int64_t index) const
    {
        return static_cast<std::uint32_t>((value_ + step_ * index) >> 32);
    }
    [[nodiscard]] bool is_constant() const { return step_ == 0; }
    /// Is each number one more than that before?
    [[nodiscard]] bool counts_up() const { return step_ == to_fixed(1); }

private:
    static std::int64_t at(const gradient& over, std::int64_t x, std::int64_t y, std::uint32_t limit)
    {
        // Decides for all rows alike where a sample falls exactly between two texels.
        constexpr double nudge = 1.0 / 1024;
        return to_fixed(std::clamp(over.at(x, y) + nudge, 0.0, limit - nudge));
    }

    std::int64_t value_, step_; ///< to_fixed()
};

} // namespace respawn::presentation
