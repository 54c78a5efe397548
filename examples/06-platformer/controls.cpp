#include "controls.hpp"

#include <array>
#include <span>

namespace platformer {

namespace {

using respawn::key;

constexpr std::array left_keys{key::left, key::a}, right_keys{key::right, key::d};
constexpr std::array jump_keys{key::space, key::up, key::w};

bool any_down(const respawn::input& input, std::span<const key> keys)
{
    for (const key each : keys)
        if (input.down(each))
            return true;
    return false;
}

bool any_pressed(const respawn::input& input, std::span<const key> keys)
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
    asked.direction =
        static_cast<float>(any_down(input, right_keys)) - static_cast<float>(any_down(input, left_keys));
    asked.jump_pressed = any_pressed(input, jump_keys);
    asked.jump_held = any_down(input, jump_keys);
    asked.restart = input.pressed(key::r);
    return asked;
}

} // namespace platformer
