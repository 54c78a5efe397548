#pragma once

#include <respawn/geometry.hpp>

namespace tetris {

/// Where things are in the picture, in whole pixels.
struct layout {
    float cell = 0; ///< Side of a block.
    respawn::rectangle board, hold, next, numbers, keys;
    bool is_portrait = false;
};

/// The layout with the largest blocks: panels on both sides, or in a tall window beside and around the board.
[[nodiscard]] layout layout_for(respawn::extent picture);

} // namespace tetris
