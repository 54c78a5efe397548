#pragma once

#include "bodies.hpp"
#include "commands.hpp"
#include "particles.hpp"

namespace platformer {

struct hero {
    platformer::body body{};
    bool faces_left = false;
    float since_ground = 1;  ///< Seconds since it stood on something.
    float since_asked = 1;   ///< Seconds since Jump was pressed, and not used yet.
    float run_distance = 0;  ///< Pixels: for the legs.
    bool jump_is_cut = true; ///< Letting go of Jump makes no difference any more.
};

/// Runs, jumps and falls.
void move_hero(hero& moved, const commands& asked, particles& dust, float seconds);

[[nodiscard]] respawn::point feet_of(const body& of);
[[nodiscard]] respawn::point middle_of(const body& of);

} // namespace platformer
