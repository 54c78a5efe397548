#pragma once

/// Small brushes that all parts of the picture share.

#include "pieces.hpp"

#include <respawn/canvas.hpp>

#include <string_view>

namespace tetris {

[[nodiscard]] respawn::color with_alpha(respawn::color base, float alpha);
[[nodiscard]] respawn::color mixed(respawn::color from, respawn::color to, float share);
[[nodiscard]] respawn::color color_of(piece kind);

/// A block that fills `area` but for the gap to its neighbours.
void paint_block(respawn::canvas& canvas, respawn::rectangle area, respawn::color fill);
/// The outline of a block.
void paint_ghost(respawn::canvas& canvas, respawn::rectangle area, respawn::color line);
/// A piece as it enters the board, centred on `center`.
void paint_piece(respawn::canvas& canvas, piece kind, respawn::point center, float cell, float alpha);

enum class align { left, center, right };

/// One line of text. `anchor`: its top, and its left end, centre or right end. Sizes beyond the font's are
/// scaled.
respawn::extent paint_text(
    respawn::canvas& canvas, respawn::point anchor, std::string_view text, float size, respawn::color fill,
    align side = align::left);
/// What paint_text() takes.
[[nodiscard]] respawn::extent measure_text(std::string_view text, float size);

} // namespace tetris
