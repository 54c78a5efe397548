#include "input.hpp"

namespace delve {

namespace {

using respawn::key;

struct binding {
    key pressed{};
    command meaning{};
};

constexpr binding bindings[] = {
    {key::left, command::west},           {key::right, command::east},         {key::up, command::north},
    {key::down, command::south},          {key::space, command::wait},         {key::digit_1, command::drink},
    {key::digit_2, command::read_scroll}, {key::digit_3, command::throw_bomb}, {key::enter, command::descend},
    {key::r, command::restart},
};

void press(input& given, key pressed)
{
    for (const binding& each : bindings)
        if (each.pressed == pressed)
            given.commands.push_back(each.meaning);
}

} // namespace

input read_input(const respawn::input& player)
{
    input result;
    for (const respawn::input_event& event : player.events())
        if (event.what == respawn::input_event::kind::key_down)
            press(result, event.key);
    return result;
}

} // namespace delve
