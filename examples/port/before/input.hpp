#pragma once

#include "game.hpp"

#include <vector>

namespace delve {

/// What the player has done since the last frame.
struct input {
    std::vector<command> commands;
    bool quit = false;
};

[[nodiscard]] input read_input();

} // namespace delve
