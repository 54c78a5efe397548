#include "controls.hpp"

namespace pong {

namespace {

using respawn::key;

float direction(const respawn::input& input, key up, key down)
{
    return static_cast<float>(input.down(down)) - static_cast<float>(input.down(up));
}

} // namespace

commands read_commands(const respawn::input& input)
{
    commands asked;
    asked.directions = {direction(input, key::w, key::s), direction(input, key::up, key::down)};
    asked.one_player = input.pressed(key::digit_1);
    asked.two_players = input.pressed(key::digit_2);
    return asked;
}

} // namespace pong
