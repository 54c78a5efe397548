#pragma once

#include "game.hpp"

namespace delve {

/// Null if there is none.
[[nodiscard]] creature* monster_at(game& state, position at);

/// Adds a monster of a kind that lives so deep, unless somebody is there.
void add_monster(game& state, position at);

/// Each monster does what its energy allows.
void move_monsters(game& state);

} // namespace delve
