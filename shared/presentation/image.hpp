#pragma once

#include <cstdint>
#include <vector>

namespace respawn::presentation {

/// A composed picture.
struct image {
    std::uint32_t width = 0, height = 0;
    std::vector<std::uint32_t> pixels; ///< 0x??RRGGBB, row by row; the top byte means nothing
};

} // namespace respawn::presentation
