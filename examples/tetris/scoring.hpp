#pragma once

#include "board.hpp"

#include <cstdint>

namespace tetris {

enum class spin : std::uint8_t { none, mini, full };

/// What a locked piece earned.
struct award {
    std::int32_t points = 0;
    std::int32_t combo =
        -1; ///< Pieces in a row that cleared something, before this one; -1: it cleared nothing.
    std::int32_t new_level = 0; ///< 0: the level stays.
    std::uint8_t lines = 0;
    tetris::spin spin = spin::none;
    bool back_to_back = false;
    bool all_clear = false;
};

/// Did the turn that brought the T here count as a T-spin? To be asked before it is placed.
/// `kick`: which of the kicks, 0 to 4, the last turn used.
[[nodiscard]] spin spin_of(const board& cells, const placed_piece& placed, int kick);

/// A tetris or a T-spin that clears lines: two of them in a row make a back-to-back.
[[nodiscard]] bool is_difficult(const award& earned);

/// Points of a clear by its other fields, on this level.
[[nodiscard]] std::int32_t points_of(const award& earned, int level);

} // namespace tetris
