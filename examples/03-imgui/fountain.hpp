#pragma once

/// The fountain: what is tweaked, what flies, and how.

#include <respawn/canvas.hpp>
#include <respawn/containers.hpp>

#include <array>
#include <cstdint>

namespace fountain {

/// What the knobs are for. Pixels, seconds, radians.
struct settings {
    float drops_a_second = 240;
    float speed = 560;
    float spread = 0.5f;
    float gravity = 520;
    float bounce = 0.45f; ///< The share of a drop's speed that the ground gives back.
    float size = 5;
    std::array<float, 3> tint{0.36f, 0.78f, 0.98f};
    bool paused = false;
};

struct drop {
    respawn::point place, speed;
    float age = 0;
};

struct water {
    respawn::vector<drop> drops;
    float owed = 0;                 ///< The part of a drop that is not due yet.
    std::uint32_t random = 2463534; ///< Never 0.
};

void step(water& moved, const settings& how, respawn::extent window, float seconds);

void draw(respawn::canvas& canvas, const water& shown, const settings& how);

} // namespace fountain
