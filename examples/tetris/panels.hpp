#pragma once

#include "game.hpp"
#include "layout.hpp"

#include <respawn/canvas.hpp>

namespace tetris {

/// What stands around the board: hold, next, score and keys.
void draw_panels(respawn::canvas& canvas, const layout& at, const game& state);

} // namespace tetris
