#include "motion.hpp"

#include "rules.hpp"

#include <algorithm>
#include <cstdlib>

namespace tetris {

namespace {

/// A move of the player's on the ground buys the piece time.
void reset_lock(game& state)
{
    if (!state.has_landed || state.lock_resets >= rules::lock_resets)
        return;
    state.lock_ns = 0;
    ++state.lock_resets;
}

bool shift(game& state, int direction)
{
    const placed_piece target = moved(state.falling, direction, 0);
    if (!fits(state.cells, target))
        return false;
    state.falling = target;
    state.was_turned = false;
    reset_lock(state);
    return true;
}

/// How often an arrow key has repeated when it has been held for this long.
std::int64_t repeats_after(std::int64_t held_ns)
{
    const std::int64_t repeating_ns = held_ns - rules::shift_delay.count();
    const std::int64_t interval_ns = std::max<std::int64_t>(rules::shift_repeat.count(), 1);
    return repeating_ns < 0 ? 0 : 1 + repeating_ns / interval_ns;
}

bool is_held(const commands& asked, int direction)
{
    return (direction < 0 && asked.left_held) || (direction > 0 && asked.right_held);
}

std::int64_t fall_interval_ns(int level)
{
    const int last = static_cast<int>(rules::fall_interval.size()) - 1;
    return rules::fall_interval[static_cast<std::size_t>(std::clamp(level - 1, 0, last))].count();
}

} // namespace

bool rests(const game& state)
{
    return !fits(state.cells, moved(state.falling, 0, -1));
}

void turn_piece(game& state, turn way)
{
    if (state.falling.kind == piece::o)
        return;
    placed_piece target = state.falling;
    target.facing = turned(target.facing, way);
    const kick_list& kicks = kicks_of(target.kind, state.falling.facing, way);
    for (std::size_t i = 0; i < kicks.size(); ++i) {
        const placed_piece kicked = moved(target, kicks[i].x, kicks[i].y);
        if (!fits(state.cells, kicked))
            continue;
        state.falling = kicked;
        state.was_turned = true;
        state.last_kick = static_cast<std::int8_t>(i);
        reset_lock(state);
        return;
    }
}

int read_shift(game& state, const commands& asked, std::int64_t elapsed_ns)
{
    if (asked.left_pressed || asked.right_pressed) {
        state.shift_direction = asked.right_pressed ? 1 : -1;
        state.shift_ns = 0;
        return state.shift_direction;
    }
    if (!is_held(asked, state.shift_direction)) {
        state.shift_direction = asked.left_held ? -1 : asked.right_held ? 1 : 0;
        state.shift_ns = 0;
        return 0;
    }
    const std::int64_t before = repeats_after(state.shift_ns);
    state.shift_ns += elapsed_ns;
    const std::int64_t repeats = std::min<std::int64_t>(repeats_after(state.shift_ns) - before, columns);
    return state.shift_direction * static_cast<int>(repeats);
}

void shift_by(game& state, int wanted)
{
    const int direction = wanted < 0 ? -1 : 1;
    for (int left = std::abs(wanted); left > 0; --left)
        if (!shift(state, direction))
            return;
}

bool fall_one_row(game& state)
{
    if (rests(state))
        return false;
    state.falling = moved(state.falling, 0, -1);
    state.was_turned = false;
    if (state.falling.y < state.lowest_y) {
        state.lowest_y = state.falling.y;
        state.lock_ns = 0;
        state.lock_resets = 0;
        state.has_landed = false;
    }
    return true;
}

void fall(game& state, bool softly, std::int64_t elapsed_ns)
{
    const std::int64_t falling_ns = fall_interval_ns(state.level);
    const std::int64_t interval_ns =
        softly ? std::max<std::int64_t>(falling_ns / rules::soft_drop_factor, 1) : falling_ns;
    // Time saved up at a slower speed would otherwise be spent all at once.
    state.fall_ns = std::min(state.fall_ns, interval_ns) + elapsed_ns;
    while (state.fall_ns >= interval_ns && fall_one_row(state)) {
        state.fall_ns -= interval_ns;
        if (softly)
            state.score += rules::soft_drop_points;
    }
}

} // namespace tetris
