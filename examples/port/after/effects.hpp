#pragma once

/// What only the eye needs, and what is said.

#include "game.hpp"

#include <string_view>

namespace delve {

inline constexpr float hurt_seconds = 0.25f, floater_seconds = 0.9f;

/// Adds a message.
void say(game& state, std::string_view text);
/// Lets words rise from a cell.
void show_words(game& state, position at, std::string_view text, color tint);
/// Draws a creature where it is, and not on its way there.
void show_at_once(creature& who);

/// Moves all of that on.
void animate(game& state, float seconds);

} // namespace delve
