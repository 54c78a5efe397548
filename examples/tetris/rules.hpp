#pragma once

/// The rules that can be turned without touching any logic. Edit a value, save, and the running game follows:
/// nothing in here is part of the state, so board, score and falling piece stay as they are.

#include <array>
#include <chrono>
#include <cstdint>

namespace tetris::rules {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

/// Time for one row of falling on level 1, 2, 3 …; the last entry holds for all later levels.
inline constexpr std::array<nanoseconds, 20> fall_interval{
    1'000'000us, 793'000us, 617'796us, 472'729us, 355'197us, 262'004us, 189'677us,
    134'735us,   93'882us,  64'152us,  42'976us,  28'218us,  18'153us,  11'439us,
    7'059us,     4'264us,   2'520us,   1'457us,   824us,     455us,
};
inline constexpr int soft_drop_factor = 20; ///< Soft drop is this much faster than falling.

inline constexpr int first_level = 1;
inline constexpr int lines_per_level = 10;

inline constexpr nanoseconds lock_delay = 500ms; ///< A piece that rests for this long locks.
inline constexpr int lock_resets = 15; ///< Moving or turning it starts the time again, so often at most.

/// A held arrow key moves once, waits for the delay, then repeats. A repeat of 0 goes to the wall at once.
inline constexpr nanoseconds shift_delay = 166ms;
inline constexpr nanoseconds shift_repeat = 33ms;

inline constexpr nanoseconds clear_pause = 320ms; ///< Full rows are shown for this long before they go.

/// Points for 0, 1, 2, 3, 4 rows cleared by one piece, times the level.
using points_by_rows = std::array<std::int64_t, 5>;
inline constexpr points_by_rows plain_points{0, 100, 300, 500, 800};
inline constexpr points_by_rows mini_spin_points{100, 200, 400, 400, 400};
inline constexpr points_by_rows spin_points{400, 800, 1200, 1600, 1600};
/// On top, when the board is empty.
inline constexpr points_by_rows all_clear_points{0, 800, 1200, 1800, 2000};

inline constexpr std::int64_t combo_points = 50;    ///< Times the length of the combo, times the level.
inline constexpr int back_to_back_percent = 150;    ///< For a tetris or T-spin clear right after another.
inline constexpr std::int64_t soft_drop_points = 1; ///< A row.
inline constexpr std::int64_t hard_drop_points = 2; ///< A row.

/// A longer frame, after a stop in a debugger say, counts as this long.
inline constexpr nanoseconds longest_step = 100ms;

} // namespace tetris::rules
