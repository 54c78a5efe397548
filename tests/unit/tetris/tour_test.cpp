#include "catch.hpp"
#include "examples/tetris/controls.hpp"
#include "scripted_input.hpp"
#include "support.hpp"

#include <cstring>

using namespace tetris;

namespace {

struct tour {
    game state;
    int pieces = 0, tetrises = 0, turns = 0, holds = 0;
};

tour play_tour()
{
    scripted_input script{TETRIS_TOUR_SCRIPT};
    tour played;
    for (int frame = 1; frame <= 3600; ++frame) {
        const commands asked = read_commands(script.next());
        const events happened = step(played.state, asked, tick);
        played.pieces += happened.locked ? 1 : 0;
        played.tetrises += happened.earned.lines == 4 ? 1 : 0;
        played.turns += asked.clockwise_pressed || asked.counterclockwise_pressed ? 1 : 0;
        played.holds += asked.hold_pressed ? 1 : 0;
    }
    return played;
}

} // namespace

TEST_CASE("the tour plays a whole minute, clears rows, turns and holds, and is alive at its end")
{
    const tour played = play_tour();
    CHECK(played.state.phase == phase::falling);
    CHECK(played.pieces > 60);
    CHECK(played.tetrises >= 3);
    CHECK(played.turns > 30);
    CHECK(played.holds > 3);
    CHECK(played.state.level > 1);
}

TEST_CASE("the tour ends in the same bytes each time")
{
    const tour one = play_tour(), other = play_tour();
    CHECK(std::memcmp(&one.state, &other.state, sizeof(game)) == 0);
}
