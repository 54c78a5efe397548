#pragma once

#include "shared/sounds/layout.hpp"

#include <vector>

namespace respawn::sounds {

inline constexpr float max_volume = 4, min_pitch = 0.05f, max_pitch = 20;

/// Copies the commands of a frame that has finished, which its worker may write to nevertheless, and makes
/// them safe to carry out: numbers out of range are clamped, and what is no command is left out.
[[nodiscard]] std::vector<command_data> copy_commands(const region_data& region);

} // namespace respawn::sounds
