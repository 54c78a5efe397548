#pragma once

#include "art.hpp"
#include "draw.hpp"
#include "game.hpp"

namespace delve {

inline constexpr int view_width = 960, view_height = 640; ///< Pixels.

/// Draws all of the picture.
void draw(painter& to, const art& with, const game& state);

} // namespace delve
