#pragma once

/// What is heard. The sounds are made by code, as the sprites are.

#include "game.hpp"

#include <respawn/audio.hpp>
#include <respawn/worker.hpp>

#include <cstddef>
#include <cstdint>

namespace platformer {

struct sounds {
    respawn::sound jump, coin, stomp, death, goal, music;
};

/// In each worker anew: music that plays goes on in its newer recording.
[[nodiscard]] sounds make_sounds(respawn::worker& worker);

/// What a step can change that is heard.
struct moment {
    platformer::phase phase = phase::starting;
    std::size_t coins = 0, enemies = 0;
    bool can_cut_jump = false;
};
[[nodiscard]] moment moment_of(const game& state);

/// Plays what has happened since `before`; the music goes on by itself.
void play(respawn::audio& heard, const sounds& with, const moment& before, const game& state);

} // namespace platformer
