#pragma once

#include "commands.hpp"

#include <respawn/input.hpp>

namespace platformer {

/// Which keys do what.
[[nodiscard]] commands read_commands(const respawn::input& input);

} // namespace platformer
