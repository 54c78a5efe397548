#pragma once

#include "bodies.hpp"

#include <respawn/containers.hpp>

#include <cstdint>

namespace platformer {

enum class species : std::uint8_t { walker, flyer };

struct enemy {
    species kind = species::walker;
    platformer::body body{};
    float direction = -1;
    float age = 0;    ///< Seconds.
    float height = 0; ///< Of flyers: the middle of their way up and down.
};

/// Those that the map has.
[[nodiscard]] respawn::vector<enemy> enemies_of_the_map();

/// Walkers turn at walls and edges, flyers at walls.
void move_enemies(respawn::vector<enemy>& all, float seconds);

} // namespace platformer
