#pragma once

/// The colours. Edit one, save, and the running game wears it.

#include "pieces.hpp"

#include <respawn/geometry.hpp>

#include <array>

namespace tetris::theme {

using respawn::color;

inline constexpr color background{16, 18, 27};
inline constexpr color well{24, 27, 39}; ///< Behind the blocks.
inline constexpr color grid{255, 255, 255, 9};
inline constexpr color frame{58, 64, 88};
inline constexpr color panel{24, 27, 39};

inline constexpr color text{232, 235, 244};
inline constexpr color faint_text{126, 134, 160};
inline constexpr color accent{92, 200, 250};
inline constexpr color shade{10, 11, 18, 205}; ///< Over the board when the game is paused or over.

/// In the order of enum piece: none, i, o, t, s, z, j, l.
inline constexpr std::array<color, piece_count + 1> pieces{{
    {60, 64, 80},
    {79, 205, 232},
    {247, 208, 96},
    {181, 130, 235},
    {120, 209, 125},
    {240, 104, 116},
    {98, 140, 245},
    {246, 155, 82},
}};

} // namespace tetris::theme
