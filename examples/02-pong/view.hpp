#pragma once

#include "pong.hpp"

#include <respawn/canvas.hpp>

namespace pong {

/// Draws all of the picture.
void draw(respawn::canvas& canvas, const game& state);

} // namespace pong
