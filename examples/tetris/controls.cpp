#include "controls.hpp"

#include <initializer_list>

namespace tetris {

namespace {

using respawn::key;

bool any_pressed(const respawn::input& input, std::initializer_list<key> keys)
{
    for (const key each : keys)
        if (input.pressed(each))
            return true;
    return false;
}

} // namespace

commands read_commands(const respawn::input& input)
{
    commands asked;
    asked.left_pressed = input.pressed(key::left);
    asked.left_held = input.down(key::left);
    asked.right_pressed = input.pressed(key::right);
    asked.right_held = input.down(key::right);
    asked.soft_drop_held = input.down(key::down);
    asked.hard_drop_pressed = input.pressed(key::space);
    asked.clockwise_pressed = any_pressed(input, {key::up, key::x});
    asked.counterclockwise_pressed = any_pressed(input, {key::z, key::left_control});
    asked.hold_pressed = any_pressed(input, {key::c, key::left_shift, key::right_shift});
    asked.pause_pressed = any_pressed(input, {key::p, key::escape});
    asked.start_pressed = any_pressed(input, {key::enter, key::keypad_enter});
    return asked;
}

} // namespace tetris
