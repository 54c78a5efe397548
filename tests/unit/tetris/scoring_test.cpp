#include "catch.hpp"
#include "support.hpp"

#include <vector>

using namespace tetris;

namespace {

struct scored {
    int lines;
    spin spun;
    bool back_to_back;
    int combo;
    bool all_clear;
    int points_on_level_1;
};

award award_of(const scored& what)
{
    award earned;
    earned.lines = static_cast<std::uint8_t>(what.lines);
    earned.spin = what.spun;
    earned.back_to_back = what.back_to_back;
    earned.combo = what.combo;
    earned.all_clear = what.all_clear;
    return earned;
}

/// A game with a T resting in `cells` at this place, about to be turned there from `from`.
game about_to_spin(const board& cells, orientation from, int x, int y)
{
    game state = game_with(piece::t, cells);
    state.falling = {piece::t, from, static_cast<std::int8_t>(x), static_cast<std::int8_t>(y)};
    return state;
}

} // namespace

TEST_CASE("a clear earns the guideline's points, times the level")
{
    const std::vector<scored> table{
        {0, spin::none, false, -1, false, 0},   {1, spin::none, false, 0, false, 100},
        {2, spin::none, false, 0, false, 300},  {3, spin::none, false, 0, false, 500},
        {4, spin::none, false, 0, false, 800},  {4, spin::none, true, 0, false, 1200},
        {0, spin::mini, false, -1, false, 100}, {1, spin::mini, false, 0, false, 200},
        {2, spin::mini, false, 0, false, 400},  {1, spin::mini, true, 0, false, 300},
        {0, spin::full, false, -1, false, 400}, {1, spin::full, false, 0, false, 800},
        {2, spin::full, false, 0, false, 1200}, {3, spin::full, false, 0, false, 1600},
        {2, spin::full, true, 0, false, 1800},  {3, spin::full, true, 0, false, 2400},
        {1, spin::none, false, 1, false, 150},  {1, spin::none, false, 7, false, 450},
        {4, spin::none, true, 2, false, 1300},  {1, spin::none, false, 0, true, 900},
        {2, spin::none, false, 0, true, 1500},  {3, spin::none, false, 0, true, 2300},
        {4, spin::none, false, 0, true, 2800},
    };
    for (const scored& what : table) {
        CAPTURE(what.lines, static_cast<int>(what.spun), what.back_to_back, what.combo, what.all_clear);
        CHECK(points_of(award_of(what), 1) == what.points_on_level_1);
        CHECK(points_of(award_of(what), 7) == 7 * what.points_on_level_1);
    }
}

TEST_CASE("a T turned into a slot with both front corners taken is a T-spin double")
{
    const board slot = board_of({
        "...#......",
        "###...####",
        "####.#####",
    });
    game state = about_to_spin(slot, orientation::right, 3, 0);
    REQUIRE(fits(state.cells, state.falling));
    tap(state, tap_clockwise);
    REQUIRE(state.falling.facing == orientation::down);
    const events happened = tap(state, tap_hard_drop);
    CHECK(happened.earned.spin == spin::full);
    CHECK(happened.earned.lines == 2);
    CHECK(happened.earned.points == 1200);
    CHECK(state.back_to_back);
}

TEST_CASE("the same T in the same slot is no T-spin when it fell there")
{
    const board slot = board_of({
        "#.........",
        "###...####",
        "####.#####",
    });
    game state = game_with(piece::t, slot);
    tap(state, tap_clockwise);
    tap(state, tap_clockwise);
    const events happened = tap(state, tap_hard_drop);
    CHECK(happened.earned.spin == spin::none);
    CHECK(happened.earned.lines == 2);
    CHECK(happened.earned.points == 300);
}

TEST_CASE("three corners with a back one in front missing are a mini T-spin")
{
    // Facing up on the floor: the corners at its back are the floor's row, one at its front is taken.
    const board corner = board_of({
        "#.........",
        "..........",
        "#.#.......",
    });
    const placed_piece up{piece::t, orientation::up, 0, 0};
    CHECK(spin_of(corner, up, 0) == spin::mini);
    CHECK(spin_of(corner, up, 4) == spin::full);
    CHECK(spin_of(board_of({"#.#", "...", "#.."}), up, 0) == spin::full);
    CHECK(spin_of(board_of({"#..", "...", "#.."}), up, 0) == spin::none);
}

TEST_CASE("walls and floor count as taken corners")
{
    const placed_piece at_the_wall{piece::t, orientation::right, -1, 0};
    CHECK(spin_of({}, at_the_wall, 0) == spin::none);
    CHECK(spin_of(board_of({"..#......."}), at_the_wall, 0) == spin::none);
    CHECK(spin_of(board_of({".#........"}), at_the_wall, 0) == spin::mini);
    const placed_piece on_the_floor{piece::t, orientation::up, 4, -1};
    CHECK(spin_of(board_of({"....#.....", ".........."}), on_the_floor, 0) == spin::mini);
}

TEST_CASE("only a T can spin")
{
    board solid;
    for (auto& row : solid)
        row.fill(piece::z);
    for (int kind = 1; kind <= piece_count; ++kind) {
        const spin expected = static_cast<piece>(kind) == piece::t ? spin::full : spin::none;
        CHECK(spin_of(solid, {static_cast<piece>(kind), orientation::up, 3, 3}, 0) == expected);
    }
}

TEST_CASE("tetrises in a row are back to back until a lesser clear, and pieces between don't matter")
{
    const board four = board_of({"#########.", "#########.", "#########.", "#########.", "#########."});
    const auto drop_i = [&](game& state) {
        state.cells = four;
        state.falling = moved({piece::i, orientation::right, 7, 0}, 0, 12);
        return tap(state, tap_hard_drop).earned;
    };
    const auto next_piece = [](game& state) { wait(state, 40); };

    game state = game_with(piece::i);
    CHECK_FALSE(drop_i(state).back_to_back);
    next_piece(state);
    const award second = drop_i(state);
    CHECK(second.back_to_back);
    CHECK(second.combo == 1);
    CHECK(second.points == 1200 + 50);
    next_piece(state);

    state.cells = {};
    state.falling = entry_of(piece::o);
    CHECK(tap(state, tap_hard_drop).earned.combo == -1);
    CHECK(drop_i(state).back_to_back);
    next_piece(state);

    state.cells = board_of({"########.."});
    state.falling = moved(entry_of(piece::o), 4, 0);
    CHECK(tap(state, tap_hard_drop).earned.lines == 1);
    next_piece(state);
    CHECK_FALSE(drop_i(state).back_to_back);
}

TEST_CASE("an emptied board is an all clear")
{
    game state = game_with(piece::i, board_of({"###....###"}));
    const events happened = tap(state, tap_hard_drop);
    CHECK(happened.earned.all_clear);
    CHECK(happened.earned.points == 100 + 800);
}

TEST_CASE("soft drop earns 1 and hard drop 2 points a row")
{
    game soft = game_with(piece::o);
    const int top = soft.falling.y;
    while (soft.falling.y > 5)
        step(soft, {.soft_drop_held = true}, tick);
    CHECK(soft.score == top - 5);

    game hard = game_with(piece::o);
    CHECK(tap(hard, tap_hard_drop).dropped_rows == top);
    CHECK(hard.score == 2 * top);
}
