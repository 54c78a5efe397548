#pragma once

#include "shared/pictures/layout.hpp"

#include <algorithm>
#include <utility>

namespace respawn::presentation {

/// No picture is narrower or lower than this many pixels.
inline constexpr int min_side = 64;

/// The nearest size, in pixels, that a picture can have.
[[nodiscard]] inline std::pair<int, int> limit_size(std::pair<int, int> size)
{
    return {
        std::clamp(size.first, min_side, static_cast<int>(pictures::max_width)),
        std::clamp(size.second, min_side, static_cast<int>(pictures::max_height))};
}

} // namespace respawn::presentation
