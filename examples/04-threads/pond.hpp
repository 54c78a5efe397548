#pragma once

#include "crew.hpp"

#include <respawn/canvas.hpp>
#include <respawn/containers.hpp>
#include <respawn/input.hpp>

#include <cstdint>

namespace ripples {

/// The water's surface. Whole numbers only: the same on every machine and with any number of threads.
struct pond {
    int width = 0, height = 0;
    respawn::vector<std::int32_t> now, before; ///< Heights, row by row, in this frame and the last.
    std::uint32_t drops = 0;                   ///< That have fallen by themselves.
    std::uint64_t frames = 0;
};

/// Moves the water on by a frame. It is as large as the window, which may change.
void step(pond& moved, crew& hands, const respawn::input& player);

void draw(respawn::pixels picture, crew& hands, const pond& shown);

} // namespace ripples
