#pragma once

/// The game without a picture: its state, and one function that moves it on.

#include "board.hpp"
#include "scoring.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <type_traits>

namespace tetris {

/// What the player asks for in one frame. Pressed: went down since the last frame. Held: is down.
struct commands {
    bool left_pressed = false, left_held = false;
    bool right_pressed = false, right_held = false;
    bool soft_drop_held = false, hard_drop_pressed = false;
    bool clockwise_pressed = false, counterclockwise_pressed = false;
    bool hold_pressed = false;
    bool pause_pressed = false, start_pressed = false;
};

enum class phase : std::uint8_t { title, falling, clearing, over };

inline constexpr int shown_next = 5;

/// Everything that has to outlive a frame. Times count up, in nanoseconds.
///
/// Invariant: no padding and no floating point, so that equal games are equal bytes.
struct game {
    std::uint64_t random = 0;
    std::int64_t score = 0;
    std::int64_t best = 0; ///< Highest score of the games that are over.
    std::int64_t fall_ns = 0, lock_ns = 0, shift_ns = 0, clear_ns = 0;
    row_set clearing_rows = 0; ///< Full rows that are about to go.
    std::int32_t level = 1, lines = 0;
    std::int32_t combo = -1;
    std::int32_t lock_resets = 0; ///< Used up since the piece came down to lowest_y.
    placed_piece falling;
    board cells{};
    std::array<piece, 2 * piece_count> next{}; ///< At least seven, from the front.
    std::int8_t next_size = 0;
    piece held = piece::none;
    std::int8_t shift_direction = 0; ///< -1, 0, 1: where the arrow key that counts points to.
    std::int8_t lowest_y = 0;        ///< Lowest place of the falling piece so far.
    std::int8_t last_kick = 0;       ///< Of the last turn, 0 to 4.
    bool was_turned = false;         ///< The falling piece's last move was a turn.
    bool has_landed = false;         ///< The falling piece has rested at lowest_y.
    bool hold_used = false;
    bool back_to_back = false; ///< The last clear was a difficult one.
    bool paused = false;
    tetris::phase phase = phase::title;
    std::array<std::uint8_t, 3> unused{};
};
static_assert(std::has_unique_object_representations_v<game>);

/// What happened in a step that is worth showing.
struct events {
    bool locked = false;  ///< The piece `last` came to rest and earned `earned`.
    int dropped_rows = 0; ///< It fell this far by a hard drop.
    placed_piece last;
    award earned;
};

/// Moves the game on by the time of one frame.
events step(game& state, const commands& asked, std::chrono::nanoseconds elapsed);

/// How far the pause before full rows go is over, 0 to 1.
[[nodiscard]] float clear_progress(const game& state);
/// How far the falling piece is from locking, 0 to 1.
[[nodiscard]] float lock_progress(const game& state);
/// How much of the current level is done, 0 to 1.
[[nodiscard]] float level_progress(const game& state);

} // namespace tetris
