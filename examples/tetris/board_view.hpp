#pragma once

#include "effects.hpp"
#include "layout.hpp"

#include <respawn/canvas.hpp>

namespace tetris {

/// The board with everything that moves on it.
void draw_board(respawn::canvas& canvas, const layout& at, const game& state, const effects& shown);

} // namespace tetris
