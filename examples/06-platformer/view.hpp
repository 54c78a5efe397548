#pragma once

#include "game.hpp"
#include "sprites.hpp"

#include <respawn/canvas.hpp>

namespace platformer {

/// Draws all of the picture.
void draw(respawn::canvas& canvas, const sprite_sheets& sheets, const game& state);

} // namespace platformer
