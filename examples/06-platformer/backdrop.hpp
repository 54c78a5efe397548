#pragma once

#include "sprites.hpp"

namespace platformer {

/// Sky, clouds and hills, of which the far ones move slower. `corner`: of what is seen of the map; `seen`:
/// how much.
void draw_backdrop(
    respawn::canvas& canvas, const sprite_sheets& sheets, respawn::point corner, respawn::extent seen);

} // namespace platformer
