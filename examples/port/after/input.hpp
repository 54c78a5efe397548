#pragma once

#include "game.hpp"

#include <respawn/input.hpp>

#include <vector>

namespace delve {

/// What the player has done since the last frame.
struct input {
    std::vector<command> commands;
};

[[nodiscard]] input read_input(const respawn::input& player);

} // namespace delve
