#pragma once

#include <cstdint>

namespace respawn {

/// A position or a distance, in pixels unless said otherwise. The origin is the picture's top left corner.
struct point {
    float x = 0, y = 0;
    friend bool operator==(const point&, const point&) = default;
};

/// A size in pixels.
struct extent {
    float width = 0, height = 0;
    friend bool operator==(const extent&, const extent&) = default;
};

/// An axis-aligned rectangle in pixels. A negative width or height extends it to the left or up.
struct rectangle {
    float x = 0, y = 0, width = 0, height = 0;
    friend bool operator==(const rectangle&, const rectangle&) = default;
};

/// A colour with straight (not premultiplied) alpha.
struct color {
    std::uint8_t r = 255, g = 255, b = 255, a = 255;
    friend bool operator==(const color&, const color&) = default;
};

} // namespace respawn
