#pragma once

#include <respawn/canvas.hpp>
#include <respawn/containers.hpp>
#include <respawn/input.hpp>

#include <vector>

namespace many {

/// A vector for each quantity, and not one of structures: a loop reads only what it needs.
struct swarm {
    respawn::vector<float> x, y;   ///< Pixels.
    respawn::vector<float> dx, dy; ///< Pixels a second.
};

/// Moves all of them around the mouse; makes them first, if there are none.
void step(swarm& moved, const respawn::input& player, float seconds);

/// Draws all of them as one shape.
class swarm_painter {
public:
    void draw(respawn::canvas& canvas, const swarm& shown);

private:
    std::vector<respawn::canvas::vertex> vertices_; // kept for their memory
    std::vector<std::uint32_t> indices_;
};

} // namespace many
