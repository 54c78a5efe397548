#pragma once

#include "examples/tetris/game.hpp"

#include <chrono>
#include <initializer_list>
#include <string_view>

namespace tetris {

inline constexpr std::chrono::nanoseconds tick{16'666'668}; ///< What a frame at 60 a second is as a float.

/// A game in its first moment.
game started_game(std::uint64_t seed = 1);

/// A game whose falling piece is `kind`, upright, where it enters.
game game_with(piece kind, const board& cells = {});

/// The lowest rows of a board, from the upper one down; '.' is empty, any other character a block.
board board_of(std::initializer_list<std::string_view> drawn);

/// Steps once with these commands, as keys that were tapped.
events tap(game& state, const commands& asked);
/// Steps for that many frames with nothing pressed. Returns what the last step that locked a piece said.
events wait(game& state, int frames);

inline constexpr commands tap_left{.left_pressed = true};
inline constexpr commands tap_right{.right_pressed = true};
inline constexpr commands tap_clockwise{.clockwise_pressed = true};
inline constexpr commands tap_counterclockwise{.counterclockwise_pressed = true};
inline constexpr commands tap_hard_drop{.hard_drop_pressed = true};
inline constexpr commands tap_hold{.hold_pressed = true};
inline constexpr commands tap_pause{.pause_pressed = true};
inline constexpr commands tap_start{.start_pressed = true};

} // namespace tetris
