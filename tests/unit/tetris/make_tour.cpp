// make_tour > examples/tetris/tour.script: plays a minute of tetris by the rules as they are built in, and
// prints the keys as an input script. To be run again when a change of the rules makes the tour end early.

#include "examples/tetris/random.hpp"
#include "support.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <optional>
#include <vector>

namespace {

using namespace tetris;

constexpr int start_frame = 30;
constexpr int last_frame = 3600;
constexpr int quiet_frames = 60;        // at the end, so that nothing is held when the script ends
constexpr int frames_between_keys = 4;  // as a quick player types
constexpr int frames_before_moving = 7; // time to look
constexpr int well = columns - 1;       // kept free for an I

struct placement {
    int turns = 0; // clockwise; 3 is one counterclockwise
    int x = 0;
    bool hold = false;
    double value = -std::numeric_limits<double>::infinity();
};

int height_of(const board& cells, int column)
{
    int height = rows;
    while (height > 0 && !is_taken(cells, column, height - 1))
        --height;
    return height;
}

/// How good a board is to go on from: flat, low, without holes, and with a free well.
double value_of(const board& cells)
{
    double value = 0;
    int before = height_of(cells, 0), highest = 0;
    for (int column = 0; column < columns; ++column) {
        const int height = height_of(cells, column);
        highest = std::max(highest, height);
        for (int row = 0; row < height; ++row)
            value -= is_taken(cells, column, row) ? 0 : 9;
        if (column < well) {
            value -= 1.0 * std::abs(height - before) + (std::abs(height - before) > 2 ? 2 : 0);
            before = height;
        }
    }
    value -= 4.0 * height_of(cells, well);
    value -= highest > 9 ? 4.0 * (highest - 9) : 0;
    return value;
}

double value_of_clear(int lines, int highest)
{
    constexpr std::array<double, 5> low{0, -6, -5, -3, 60};
    constexpr std::array<double, 5> high{0, 3, 8, 14, 60};
    return (highest > 9 ? high : low)[static_cast<std::size_t>(lines)];
}

int highest_of(const board& cells)
{
    int highest = 0;
    for (int column = 0; column < columns; ++column)
        highest = std::max(highest, height_of(cells, column));
    return highest;
}

/// The best place for the first of `kinds`, looking as far ahead as there are kinds.
placement best_place(const board& cells, const std::vector<piece>& kinds, std::size_t index = 0)
{
    placement best;
    const placed_piece entry = moved(entry_of(kinds[index]), 0, -1);
    const int turns_of_use = kinds[index] == piece::o ? 1 : 4;
    for (int turns = 0; turns < turns_of_use; ++turns) {
        placed_piece placed = entry;
        placed.facing = static_cast<orientation>(turns);
        for (int x = -2; x < columns; ++x) {
            placed.x = static_cast<std::int8_t>(x);
            if (!fits(cells, placed))
                continue;
            board after = cells;
            place(after, dropped(cells, placed));
            const row_set full = full_rows(after);
            double value = value_of_clear(__builtin_popcountll(full), highest_of(cells));
            remove_rows(after, full);
            value += index + 1 < kinds.size() ? best_place(after, kinds, index + 1).value : value_of(after);
            value -= turns == 2 ? 0.3 : turns * 0.1;
            if (value > best.value)
                best = {turns, x, false, value};
        }
    }
    return best;
}

placement plan(const game& state)
{
    const piece second = state.next[0];
    placement best = best_place(state.cells, {state.falling.kind, second});
    const piece swapped = state.held == piece::none ? second : state.held;
    const piece after = state.held == piece::none ? state.next[1] : second;
    placement with_hold = best_place(state.cells, {swapped, after});
    with_hold.hold = true;
    return with_hold.value > best.value + 1 ? with_hold : best;
}

/// Plays a game frame by frame, and writes down every key that it uses.
class player {
public:
    game state;

    void wait_until(int frame)
    {
        while (frame_ < frame)
            advance({});
    }

    void tap(const char* name, const commands& asked)
    {
        std::printf("%d key %s\n", frame_ + 1, name);
        advance(asked);
        wait_until(frame_ + frames_between_keys);
    }

    void play_piece()
    {
        wait_until(frame_ + frames_before_moving);
        const placement chosen = plan(state);
        if (chosen.hold)
            tap("c", tap_hold);
        turn_to(chosen.turns);
        move_to(chosen.x);
        if (state.falling.x != chosen.x || static_cast<int>(state.falling.facing) != chosen.turns)
            std::fprintf(stderr, "frame %d: the piece is not where it should be\n", frame_);
        if (++pieces_ % 6 == 0)
            soften();
        tap("space", tap_hard_drop);
        while (state.phase == phase::clearing)
            advance({});
    }

    [[nodiscard]] int frame() const { return frame_; }
    [[nodiscard]] int pieces() const { return pieces_; }

private:
    void advance(const commands& asked)
    {
        step(state, asked, tick);
        ++frame_;
    }

    void turn_to(int turns)
    {
        if (turns == 3)
            tap("z", tap_counterclockwise);
        else
            for (int i = 0; i < turns; ++i)
                tap("up", tap_clockwise);
    }

    void move_to(int x)
    {
        const bool to_wall = std::abs(x - state.falling.x) >= 4;
        if (to_wall)
            hold_sideways(x);
        for (int tries = 0; state.falling.x != x && tries < columns; ++tries)
            tap(x < state.falling.x ? "left" : "right", x < state.falling.x ? tap_left : tap_right);
    }

    /// Holds an arrow key until the piece is there.
    void hold_sideways(int x)
    {
        const bool left = x < state.falling.x;
        commands asked{.left_held = left, .right_held = !left};
        std::printf("%d down %s\n", frame_ + 1, left ? "left" : "right");
        asked.left_pressed = left;
        asked.right_pressed = !left;
        advance(asked);
        asked.left_pressed = asked.right_pressed = false;
        for (int frames = 0; state.falling.x != x && frames < 60; ++frames)
            advance(asked);
        std::printf("%d up %s\n", frame_ + 1, left ? "left" : "right");
        wait_until(frame_ + frames_between_keys);
    }

    void soften()
    {
        std::printf("%d down down\n", frame_ + 1);
        for (int i = 0; i < 16; ++i)
            step(state, {.soft_drop_held = true}, tick), ++frame_;
        std::printf("%d up down\n", frame_ + 1);
        wait_until(frame_ + frames_between_keys);
    }

    int frame_ = 0, pieces_ = 0;
};

} // namespace

int main()
{
    std::printf("# A minute of tetris at 60 frames a second, made by tests/unit/tetris/make_tour.cpp.\n");
    player self;
    self.wait_until(start_frame - 1);
    self.tap("enter", tap_start);
    while (self.frame() < last_frame - quiet_frames && self.state.phase == phase::falling)
        self.play_piece();
    self.wait_until(last_frame);
    std::fprintf(
        stderr, "%d pieces, %d lines, level %d, %lld points, %s\n", self.pieces(), self.state.lines,
        self.state.level, static_cast<long long>(self.state.score),
        self.state.phase == phase::over ? "over" : "still playing");
    return self.state.phase == phase::over ? EXIT_FAILURE : EXIT_SUCCESS;
}
