#pragma once

#include "game.hpp"

#include <string_view>

namespace delve {

/// One blow, which may miss.
void attack(game& state, creature& from, creature& to);

/// Takes that much health, whatever the victim wears.
void wound(game& state, creature& victim, int damage);

/// Removes the dead; the hero learns from them.
void bury(game& state);

/// Ends the game, and writes down how.
void finish(game& state, phase how, std::string_view fate);

} // namespace delve
