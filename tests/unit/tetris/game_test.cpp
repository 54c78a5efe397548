#include "catch.hpp"
#include "examples/tetris/random.hpp"
#include "support.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

using namespace tetris;

namespace {

/// Plays pieces without looking, emptying the board now and then, and returns their kinds.
std::vector<piece> kinds_played(std::uint64_t seed, int count)
{
    game state = started_game(seed);
    std::vector<piece> kinds;
    for (int i = 0; i < count; ++i) {
        kinds.push_back(state.falling.kind);
        tap(state, tap_hard_drop);
        state.cells = {};
    }
    return kinds;
}

commands random_commands(std::uint64_t& random)
{
    const std::uint64_t bits = next_random(random);
    const auto one_in = [&](int shift, std::uint64_t of) { return (bits >> shift) % of == 0; };
    commands asked;
    asked.left_pressed = one_in(0, 9);
    asked.left_held = one_in(4, 3);
    asked.right_pressed = one_in(8, 9);
    asked.right_held = one_in(12, 3);
    asked.soft_drop_held = one_in(16, 5);
    asked.hard_drop_pressed = one_in(20, 30);
    asked.clockwise_pressed = one_in(28, 15);
    asked.counterclockwise_pressed = one_in(32, 20);
    asked.hold_pressed = one_in(36, 60);
    asked.pause_pressed = one_in(44, 400);
    asked.start_pressed = one_in(54, 100);
    return asked;
}

bool same_bytes(const game& one, const game& other)
{
    return std::memcmp(&one, &other, sizeof(game)) == 0;
}

int filled(const board& cells)
{
    int count = 0;
    for (const auto& row : cells)
        count += static_cast<int>(columns - std::count(row.begin(), row.end(), piece::none));
    return count;
}

} // namespace

TEST_CASE("every seven pieces are the seven kinds, in an order that varies")
{
    int ordered = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        std::vector<piece> kinds = kinds_played(seed, 70);
        for (auto bag = kinds.begin(); bag != kinds.end(); bag += piece_count) {
            ordered += std::is_sorted(bag, bag + piece_count) ? 1 : 0;
            std::sort(bag, bag + piece_count);
            for (int i = 0; i < piece_count; ++i)
                REQUIRE(bag[i] == static_cast<piece>(i + 1));
        }
    }
    CHECK(ordered <= 2);
}

TEST_CASE("every kind comes first about equally often")
{
    std::array<int, piece_count + 1> first{};
    for (std::uint64_t seed = 0; seed < 7000; ++seed)
        ++first[static_cast<std::size_t>(started_game(seed).falling.kind)];
    for (std::size_t kind = 1; kind < first.size(); ++kind) {
        CAPTURE(kind);
        CHECK(first[kind] > 850);
        CHECK(first[kind] < 1150);
    }
}

TEST_CASE("the shown next pieces are those that come")
{
    game state = started_game(7);
    for (int i = 0; i < 30; ++i) {
        const piece expected = state.next[0], then = state.next[1];
        tap(state, tap_hard_drop);
        state.cells = {};
        REQUIRE(state.falling.kind == expected);
        REQUIRE(state.next[0] == then);
        REQUIRE(std::count(state.next.begin(), state.next.begin() + shown_next, piece::none) == 0);
    }
}

TEST_CASE("how long the player waits on the title decides the pieces")
{
    const auto first_pieces = [](int frames) {
        game state;
        wait(state, frames);
        tap(state, tap_start);
        return state.next;
    };
    CHECK(first_pieces(10) == first_pieces(10));
    CHECK(first_pieces(10) != first_pieces(11));
}

TEST_CASE("hold keeps the piece, works once a piece, and gives it back upright")
{
    game state = started_game();
    const piece first = state.falling.kind, second = state.next[0];
    tap(state, tap_clockwise);
    tap(state, tap_hold);
    CHECK(state.held == first);
    CHECK(state.falling.kind == second);

    tap(state, tap_hold);
    CHECK(state.falling.kind == second);

    tap(state, tap_hard_drop);
    const piece third = state.falling.kind;
    tap(state, tap_hold);
    CHECK(state.held == third);
    CHECK(state.falling.kind == first);
    CHECK(state.falling.facing == orientation::up);
    CHECK(state.falling.x == entry_of(first).x);
}

TEST_CASE("a resting piece locks after half a second")
{
    game state = game_with(piece::o);
    state.falling = dropped(state.cells, state.falling);
    state.lowest_y = state.falling.y;
    CHECK_FALSE(wait(state, 29).locked);
    CHECK(wait(state, 1).locked);
    CHECK(filled(state.cells) == 4);
}

TEST_CASE("moving or turning on the ground starts the lock delay again, fifteen times")
{
    game state = game_with(piece::t);
    state.falling = dropped(state.cells, state.falling);
    state.lowest_y = state.falling.y;
    wait(state, 1);
    for (int move = 0; move < 15; ++move) {
        REQUIRE_FALSE(wait(state, 25).locked);
        const placed_piece before = state.falling;
        REQUIRE_FALSE(tap(state, move % 2 == 0 ? tap_left : tap_right).locked);
        REQUIRE(state.falling != before);
    }
    REQUIRE_FALSE(wait(state, 25).locked);
    tap(state, tap_left);
    CHECK(wait(state, 5).locked);
}

TEST_CASE("falling to a lower row gives the piece its resets back")
{
    game state = game_with(piece::o, board_of({"....##....", "....##...."}));
    state.falling = dropped(state.cells, state.falling);
    state.lowest_y = state.falling.y;
    wait(state, 2);
    tap(state, tap_left);
    CHECK(state.lock_resets == 1);
    tap(state, tap_left);
    while (state.falling.y == 2)
        REQUIRE_FALSE(wait(state, 1).locked);
    CHECK(state.lock_resets == 0);
    CHECK(state.lock_ns == 0);
}

TEST_CASE("a tap moves by one column; a held key waits, repeats, and stops at the wall")
{
    game state = game_with(piece::o);
    commands held{.left_held = true};
    commands pressed = held;
    pressed.left_pressed = true;

    tap(state, tap_left);
    wait(state, 30);
    CHECK(state.falling.x == 3);

    step(state, pressed, tick);
    CHECK(state.falling.x == 2);
    for (int i = 0; i < 9; ++i)
        step(state, held, tick);
    CHECK(state.falling.x == 2);
    step(state, held, tick);
    CHECK(state.falling.x == 1);
    for (int i = 0; i < 30; ++i)
        step(state, held, tick);
    CHECK(state.falling.x == 0);
}

TEST_CASE("the arrow key pressed last counts, and the other one again when that is let go")
{
    game state = game_with(piece::o);
    step(state, {.left_pressed = true, .left_held = true}, tick);
    CHECK(state.falling.x == 3);
    const commands both{.left_held = true, .right_pressed = true, .right_held = true};
    step(state, both, tick);
    CHECK(state.falling.x == 4);
    for (int i = 0; i < 25; ++i)
        step(state, {.left_held = true, .right_held = true}, tick);
    CHECK(state.falling.x > 4);
    for (int i = 0; i < 60; ++i)
        step(state, {.left_held = true}, tick);
    CHECK(state.falling.x == 0);
}

TEST_CASE("a key held while rows are cleared moves the next piece without a new delay")
{
    game state = game_with(piece::i, board_of({"#.........", "###....###"}));
    tap(state, tap_hard_drop);
    REQUIRE(state.phase == phase::clearing);
    step(state, {.left_pressed = true, .left_held = true}, tick);
    while (state.phase == phase::clearing)
        step(state, {.left_held = true}, tick);
    const int entered = state.falling.x;
    for (int i = 0; i < 2; ++i)
        step(state, {.left_held = true}, tick);
    CHECK(state.falling.x < entered);
}

TEST_CASE("on level 1 a piece falls a row a second, on level 2 faster")
{
    const auto frames_for_a_row = [](int level) {
        game state = game_with(piece::o);
        state.level = level;
        int frames = 0;
        for (const int from = state.falling.y; state.falling.y == from; ++frames)
            wait(state, 1);
        return frames;
    };
    CHECK(frames_for_a_row(1) == 60);
    CHECK(frames_for_a_row(2) == 48);
    CHECK(frames_for_a_row(9) == 6);
}

TEST_CASE("beyond the last level of the table a piece falls to the ground in a frame")
{
    game state = game_with(piece::o);
    state.level = 99;
    wait(state, 1);
    CHECK(state.falling.y == 0);
}

TEST_CASE("a soft drop falls twenty times as fast and begins without a jump")
{
    game state = game_with(piece::o);
    wait(state, 55);
    const int from = state.falling.y;
    step(state, {.soft_drop_held = true}, tick);
    CHECK(from - state.falling.y == 1);
    for (int i = 0; i < 30; ++i)
        step(state, {.soft_drop_held = true}, tick);
    CHECK(from - state.falling.y == 11);
}

TEST_CASE("full rows are shown for a moment, then go, and the next piece enters")
{
    game state = game_with(piece::i, board_of({"#.........", "###....###"}));
    const piece next = state.next[0];
    CHECK(tap(state, tap_hard_drop).earned.lines == 1);
    CHECK(state.phase == phase::clearing);
    CHECK(state.clearing_rows == 1);
    CHECK(state.lines == 1);
    wait(state, 25);
    CHECK(state.phase == phase::falling);
    CHECK(state.clearing_rows == 0);
    CHECK(state.cells == board_of({"#........."}));
    CHECK(state.falling.kind == next);
}

TEST_CASE("ten lines are a level")
{
    game state = game_with(piece::i, board_of({"###....###"}));
    state.lines = 9;
    const events happened = tap(state, tap_hard_drop);
    CHECK(state.level == 2);
    CHECK(happened.earned.new_level == 2);
    CHECK(level_progress(state) == 0);
}

TEST_CASE("nothing moves while the game is paused")
{
    game state = started_game();
    tap(state, tap_pause);
    const game before = state;
    wait(state, 300);
    tap(state, tap_hard_drop);
    tap(state, tap_hold);
    CHECK(same_bytes(before, state));
    tap(state, tap_pause);
    CHECK_FALSE(state.paused);
    CHECK(tap(state, tap_hard_drop).locked);
}

TEST_CASE("the game is over when a piece has no room to enter")
{
    game state = started_game();
    int pieces = 0;
    for (; state.phase == phase::falling && pieces < 100; ++pieces)
        tap(state, tap_hard_drop);
    CHECK(state.phase == phase::over);
    CHECK(pieces < 25);
    CHECK(state.best == state.score);
}

TEST_CASE("the game is over when a piece locks wholly above the visible rows")
{
    board tower{};
    for (std::size_t row = 0; row < visible_rows; ++row)
        tower[row][4] = piece::z;
    game state = game_with(piece::o, tower);
    state.falling = entry_of(piece::o);
    tap(state, tap_hard_drop);
    CHECK(state.phase == phase::over);
}

TEST_CASE("a new game starts empty and remembers the best score")
{
    game state = started_game();
    state.score = 4321;
    while (state.phase == phase::falling)
        tap(state, tap_hard_drop);
    const std::int64_t best = state.best;
    CHECK(best >= 4321);
    tap(state, tap_hard_drop);
    CHECK(state.phase == phase::over);
    tap(state, tap_start);
    CHECK(state.phase == phase::falling);
    CHECK(state.score == 0);
    CHECK(state.best == best);
    CHECK(is_empty(state.cells));
    CHECK(state.held == piece::none);
}

TEST_CASE("the same input gives the same bytes, frame by frame")
{
    const std::uint64_t seed = 20240607;
    CAPTURE(seed);
    game one, other;
    std::uint64_t keys_of_one = seed, keys_of_other = seed;
    int games = 0;
    for (int frame = 0; frame < 50'000; ++frame) {
        const phase before = one.phase;
        step(one, random_commands(keys_of_one), tick);
        step(other, random_commands(keys_of_other), tick);
        REQUIRE(same_bytes(one, other));
        games += before == phase::over && one.phase == phase::falling ? 1 : 0;
    }
    CHECK(games > 3);
}

TEST_CASE("whatever is pressed, the falling piece is inside the board and nothing is in its place")
{
    std::uint64_t keys = 42;
    game state = started_game();
    for (int frame = 0; frame < 50'000; ++frame) {
        step(state, random_commands(keys), tick);
        if (state.phase == phase::falling)
            REQUIRE(fits(state.cells, state.falling));
        REQUIRE((state.phase == phase::clearing || full_rows(state.cells) == 0));
    }
}
