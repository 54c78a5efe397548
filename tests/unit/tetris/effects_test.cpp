#include "catch.hpp"
#include "examples/tetris/effects.hpp"
#include "support.hpp"

#include <cstdlib>

// The effects use the state's containers; here the heap stands in for the state.
void* respawn::detail::allocate_state(std::size_t bytes, std::size_t)
{
    return std::malloc(bytes);
}

void respawn::detail::deallocate_state(void* memory) noexcept
{
    std::free(memory);
}

using namespace tetris;

TEST_CASE("cleared rows throw sparks, which go within a second")
{
    game state = game_with(piece::i, board_of({"#.........", "###....###"}));
    effects shown;
    animate(shown, state, tap(state, tap_hard_drop), tick);
    CHECK(shown.sparks.size() >= columns);
    CHECK(shown.words.lines == 1);
    for (int i = 0; i < 60; ++i)
        animate(shown, state, {}, tick);
    CHECK(shown.sparks.empty());
}

TEST_CASE("effects stand still while the game is paused")
{
    game state = game_with(piece::o);
    effects shown;
    animate(shown, state, tap(state, tap_hard_drop), tick);
    REQUIRE_FALSE(shown.sparks.empty());
    tap(state, tap_pause);
    const spark before = shown.sparks.front();
    animate(shown, state, {}, tick);
    CHECK(shown.sparks.front().x == before.x);
    CHECK(shown.sparks.front().age_us == before.age_us);
}

TEST_CASE("there are never more sparks than can be drawn quickly")
{
    game state = started_game();
    effects shown;
    state.clearing_rows = (row_set{1} << rows) - 1;
    events many;
    many.locked = true;
    many.last = state.falling;
    many.earned.lines = 4;
    for (int i = 0; i < 10; ++i)
        animate(shown, state, many, std::chrono::nanoseconds{0});
    CHECK(shown.sparks.size() == 400);
}
