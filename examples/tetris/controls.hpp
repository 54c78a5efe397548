#pragma once

#include "game.hpp"

#include <respawn/input.hpp>

namespace tetris {

/// Which keys do what.
[[nodiscard]] commands read_commands(const respawn::input& input);

} // namespace tetris
