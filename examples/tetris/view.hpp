#pragma once

#include "effects.hpp"

#include <respawn/canvas.hpp>

namespace tetris {

/// Draws the whole picture, in any window size. Changes nothing.
void draw(respawn::canvas& canvas, const game& state, const effects& shown);

} // namespace tetris
