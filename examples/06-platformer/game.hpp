#pragma once

/// The game without a picture: its state, and one function that moves it on.

#include "commands.hpp"
#include "enemies.hpp"
#include "hero.hpp"
#include "level.hpp"
#include "particles.hpp"

#include <respawn/containers.hpp>

#include <cstdint>

namespace platformer {

enum class phase : std::uint8_t { starting, playing, dying, won };

/// Everything that has to outlive a frame. The map is no part of it: only what became of its things is.
struct game {
    platformer::phase phase = phase::starting;
    float phase_seconds = 0; ///< Since the phase began.
    platformer::hero hero;
    respawn::vector<enemy> enemies;
    respawn::set<cell> taken; ///< Coins.
    cell checkpoint;          ///< Where the hero comes back to.
    platformer::particles particles;
    respawn::point camera;  ///< Its middle, in pixels of the map.
    float seconds = 0;      ///< Since the start, without the time of deaths.
    float best_seconds = 0; ///< 0: there is none yet.
    std::int32_t deaths = 0;
};

/// Moves the game on by so many seconds.
void step(game& state, const commands& asked, float seconds);

} // namespace platformer
