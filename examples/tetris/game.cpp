#include "game.hpp"

#include "motion.hpp"
#include "random.hpp"
#include "rules.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace tetris {

namespace {

void refill(game& state)
{
    while (state.next_size < piece_count) {
        const auto bag = state.next.begin() + state.next_size;
        for (int i = 0; i < piece_count; ++i)
            bag[i] = static_cast<piece>(i + 1);
        for (std::uint32_t left = piece_count; left > 1; --left)
            std::swap(bag[left - 1], bag[random_below(state.random, left)]);
        state.next_size = static_cast<std::int8_t>(state.next_size + piece_count);
    }
}

piece take_next(game& state)
{
    const piece taken = state.next.front();
    std::move(state.next.begin() + 1, state.next.end(), state.next.begin());
    state.next.back() = piece::none;
    --state.next_size;
    refill(state);
    return taken;
}

void finish(game& state)
{
    state.phase = phase::over;
    state.best = std::max(state.best, state.score);
}

/// Brings a piece into play; the game is over when there is no room for it.
void enter(game& state, piece kind)
{
    state.phase = phase::falling;
    state.falling = entry_of(kind);
    state.lowest_y = state.falling.y;
    state.fall_ns = 0;
    state.lock_ns = 0;
    state.lock_resets = 0;
    state.has_landed = false;
    state.was_turned = false;
    if (fits(state.cells, state.falling))
        fall_one_row(state);
    else
        finish(state);
}

void enter_next(game& state)
{
    state.hold_used = false;
    enter(state, take_next(state));
}

void hold(game& state)
{
    if (state.hold_used)
        return;
    const piece before = std::exchange(state.held, state.falling.kind);
    state.hold_used = true;
    enter(state, before == piece::none ? take_next(state) : before);
}

/// Starts a new game; what comes next depends on how long the player waited.
void begin(game& state)
{
    game fresh;
    fresh.random = state.random;
    fresh.best = state.best;
    fresh.level = rules::first_level;
    state = fresh;
    refill(state);
    enter_next(state);
}

award award_for(const game& state, spin spun, row_set full)
{
    award earned;
    earned.lines = static_cast<std::uint8_t>(std::popcount(full));
    earned.spin = spun;
    earned.combo = earned.lines > 0 ? state.combo + 1 : -1;
    earned.back_to_back = is_difficult(earned) && state.back_to_back;
    if (earned.lines > 0) {
        board after = state.cells;
        remove_rows(after, full);
        earned.all_clear = is_empty(after);
    }
    earned.points = points_of(earned, state.level);
    return earned;
}

void take_award(game& state, award& earned)
{
    state.score += earned.points;
    state.combo = earned.combo;
    if (earned.lines > 0)
        state.back_to_back = is_difficult(earned);
    state.lines += earned.lines;
    const int level = std::max(state.level, rules::first_level + state.lines / rules::lines_per_level);
    earned.new_level = level > state.level ? level : 0;
    state.level = level;
}

bool is_above_the_visible_rows(const placed_piece& placed)
{
    const shape cells = cells_of(placed);
    return std::all_of(cells.begin(), cells.end(), [](offset cell) { return cell.y >= visible_rows; });
}

void lock(game& state, events& happened)
{
    const spin spun = state.was_turned ? spin_of(state.cells, state.falling, state.last_kick) : spin::none;
    place(state.cells, state.falling);
    const row_set full = full_rows(state.cells);
    happened.locked = true;
    happened.last = state.falling;
    happened.earned = award_for(state, spun, full);
    take_award(state, happened.earned);

    if (full != 0) {
        state.phase = phase::clearing;
        state.clearing_rows = full;
        state.clear_ns = 0;
    } else if (is_above_the_visible_rows(state.falling)) {
        finish(state);
    } else {
        enter_next(state);
    }
}

void hard_drop(game& state, events& happened)
{
    while (fall_one_row(state))
        ++happened.dropped_rows;
    state.score += happened.dropped_rows * rules::hard_drop_points;
    lock(state, happened);
}

void rest(game& state, std::int64_t elapsed_ns, events& happened)
{
    if (!rests(state))
        return;
    state.fall_ns = 0;
    state.has_landed = true;
    state.lock_ns += elapsed_ns;
    if (state.lock_ns >= rules::lock_delay.count())
        lock(state, happened);
}

events step_falling(game& state, const commands& asked, std::int64_t elapsed_ns)
{
    events happened;
    if (asked.hold_pressed)
        hold(state);
    if (state.phase == phase::over)
        return happened;
    if (asked.clockwise_pressed)
        turn_piece(state, turn::clockwise);
    if (asked.counterclockwise_pressed)
        turn_piece(state, turn::counterclockwise);
    shift_by(state, read_shift(state, asked, elapsed_ns));
    if (asked.hard_drop_pressed) {
        hard_drop(state, happened);
        return happened;
    }
    fall(state, asked.soft_drop_held, elapsed_ns);
    rest(state, elapsed_ns, happened);
    return happened;
}

void step_clearing(game& state, const commands& asked, std::int64_t elapsed_ns)
{
    // A key held through the pause moves the next piece at once.
    static_cast<void>(read_shift(state, asked, elapsed_ns));
    state.clear_ns += elapsed_ns;
    if (state.clear_ns < rules::clear_pause.count())
        return;
    remove_rows(state.cells, std::exchange(state.clearing_rows, 0));
    enter_next(state);
}

void step_waiting(game& state, bool start)
{
    next_random(state.random);
    if (start)
        begin(state);
}

float share_of(std::int64_t done_ns, std::chrono::nanoseconds whole)
{
    const auto whole_ns = static_cast<float>(whole.count());
    return whole_ns > 0 ? std::min(static_cast<float>(done_ns) / whole_ns, 1.0f) : 1.0f;
}

} // namespace

events step(game& state, const commands& asked, std::chrono::nanoseconds elapsed)
{
    const std::int64_t elapsed_ns = std::min(elapsed, rules::longest_step).count();
    const bool playing = state.phase == phase::falling || state.phase == phase::clearing;
    if (playing && asked.pause_pressed)
        state.paused = !state.paused;
    if (state.paused)
        return {};
    switch (state.phase) {
    case phase::title:
        step_waiting(state, asked.start_pressed || asked.hard_drop_pressed);
        return {};
    case phase::over:
        step_waiting(state, asked.start_pressed);
        return {};
    case phase::clearing:
        step_clearing(state, asked, elapsed_ns);
        return {};
    case phase::falling:
        break;
    }
    return step_falling(state, asked, elapsed_ns);
}

float clear_progress(const game& state)
{
    return share_of(state.clear_ns, rules::clear_pause);
}

float lock_progress(const game& state)
{
    return share_of(state.lock_ns, rules::lock_delay);
}

float level_progress(const game& state)
{
    return static_cast<float>(state.lines % rules::lines_per_level) /
           static_cast<float>(rules::lines_per_level);
}

} // namespace tetris
