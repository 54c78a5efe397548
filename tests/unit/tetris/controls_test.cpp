#include "catch.hpp"
#include "examples/tetris/controls.hpp"
#include "scripted_input.hpp"

#include <utility>
#include <vector>

using namespace tetris;
using respawn::key;

TEST_CASE("each key asks for what the help says")
{
    const std::vector<std::pair<key, bool commands::*>> table{
        {key::left, &commands::left_pressed},
        {key::right, &commands::right_pressed},
        {key::down, &commands::soft_drop_held},
        {key::space, &commands::hard_drop_pressed},
        {key::up, &commands::clockwise_pressed},
        {key::x, &commands::clockwise_pressed},
        {key::z, &commands::counterclockwise_pressed},
        {key::c, &commands::hold_pressed},
        {key::left_shift, &commands::hold_pressed},
        {key::right_shift, &commands::hold_pressed},
        {key::p, &commands::pause_pressed},
        {key::escape, &commands::pause_pressed},
        {key::enter, &commands::start_pressed},
    };
    for (const auto& [pressed, asked] : table) {
        CAPTURE(static_cast<int>(pressed));
        CHECK(read_commands(input_with({pressed})).*asked);
        CHECK_FALSE(read_commands(input_with({key::f1})).*asked);
    }
}
