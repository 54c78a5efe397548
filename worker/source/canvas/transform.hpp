#pragma once

#include <respawn/geometry.hpp>

#include <cmath>

namespace respawn {

/// Scales and rotates by a complex number, then moves.
struct transform {
    float real = 1, imaginary = 0;
    point move{};

    [[nodiscard]] static transform make(point move, float rotation, float scale)
    {
        return {scale * std::cos(rotation), scale * std::sin(rotation), move};
    }

    [[nodiscard]] point direction(point of) const
    {
        return {real * of.x - imaginary * of.y, imaginary * of.x + real * of.y};
    }

    [[nodiscard]] point operator()(point of) const
    {
        const point turned = direction(of);
        return {turned.x + move.x, turned.y + move.y};
    }

    /// First `inner`, then this one.
    [[nodiscard]] transform operator*(const transform& inner) const
    {
        const point factor = direction({inner.real, inner.imaginary});
        return {factor.x, factor.y, (*this)(inner.move)};
    }

    [[nodiscard]] float scale() const { return std::hypot(real, imaginary); }
    [[nodiscard]] bool only_moves() const { return real == 1 && imaginary == 0; }
};

} // namespace respawn
