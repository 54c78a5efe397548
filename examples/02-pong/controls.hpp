#pragma once

#include "pong.hpp"

#include <respawn/input.hpp>

namespace pong {

/// Which keys do what.
[[nodiscard]] commands read_commands(const respawn::input& input);

} // namespace pong
