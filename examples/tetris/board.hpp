#pragma once

#include "pieces.hpp"

#include <array>
#include <cstdint>

namespace tetris {

// The size of the board is part of the state's layout: other numbers start a new game.
inline constexpr int columns = 10;
inline constexpr int visible_rows = 20;
inline constexpr int rows = 40; ///< With the hidden ones above, where pieces appear.

/// Rows from the floor up; piece::none is an empty cell, any other the colour of what lies there.
using board = std::array<std::array<piece, columns>, rows>;

/// A set of rows: bit n is row n.
using row_set = std::uint64_t;
static_assert(rows <= 64);

/// A piece somewhere on the board.
struct placed_piece {
    piece kind = piece::none;
    orientation facing = orientation::up;
    std::int8_t x = 0, y = 0; ///< Lower left corner of its box.
    friend constexpr bool operator==(const placed_piece&, const placed_piece&) = default;
};

/// Cells of a piece on the board.
[[nodiscard]] shape cells_of(const placed_piece& placed);
[[nodiscard]] placed_piece moved(placed_piece placed, int x, int y);
/// Where a piece of this kind enters the board.
[[nodiscard]] placed_piece entry_of(piece kind);

/// Is the cell taken, or outside the walls and the floor?
[[nodiscard]] bool is_taken(const board& cells, int x, int y);
[[nodiscard]] bool fits(const board& cells, const placed_piece& placed);
/// The piece as far down as it can fall from where it is.
[[nodiscard]] placed_piece dropped(const board& cells, placed_piece placed);

void place(board& cells, const placed_piece& placed);
[[nodiscard]] row_set full_rows(const board& cells);
/// Takes the rows away; what lies above comes down.
void remove_rows(board& cells, row_set removed);
[[nodiscard]] bool is_empty(const board& cells);

} // namespace tetris
