#pragma once

/// Dust, sparks and confetti: for the eye only.

#include <respawn/containers.hpp>
#include <respawn/geometry.hpp>

#include <cstdint>

namespace platformer {

struct particle {
    respawn::point place, speed; ///< Pixels of the map; a second.
    float age = 0, life = 1;     ///< Seconds.
    float size = 2;
    float weight = 1; ///< How much of gravity it feels.
    respawn::color tint;
};

/// They have a random sequence of their own, so that nothing else depends on them.
struct particles {
    respawn::vector<particle> flying;
    std::uint32_t random = 2463534; ///< Never 0.
};

void puff(particles& all, respawn::point feet);      ///< Dust, where someone jumps or lands.
void sparkle(particles& all, respawn::point middle); ///< Where a coin was.
void burst(particles& all, respawn::point middle, respawn::color tint);
void celebrate(particles& all, respawn::point middle); ///< Confetti.

void move_particles(particles& all, float seconds);

} // namespace platformer
