#pragma once

/// How the falling piece moves: by the player, by the arrow keys' repeat, and by gravity.

#include "game.hpp"

#include <cstdint>

namespace tetris {

/// Does the falling piece lie on something?
[[nodiscard]] bool rests(const game& state);

/// Turns the falling piece by the first of its kicks that fits, if one does.
void turn_piece(game& state, turn way);

/// Takes note of the arrow keys for this frame. Returns the columns that the piece is to move; left is
/// negative.
[[nodiscard]] int read_shift(game& state, const commands& asked, std::int64_t elapsed_ns);
/// Moves the falling piece by that many columns, or as far as it gets.
void shift_by(game& state, int wanted);

/// Returns false where the piece rests.
bool fall_one_row(game& state);
/// Lets gravity work for the time of a frame.
void fall(game& state, bool softly, std::int64_t elapsed_ns);

} // namespace tetris
