#pragma once

/// How things move between the tiles.

namespace platformer {

/// A box in pixels of the map, from its top left corner, with its speed.
struct body {
    float x = 0, y = 0, width = 12, height = 14;
    float dx = 0, dy = 0;
    bool on_ground = false;
    bool at_wall = false; ///< Something was in its way in its last move.
};

[[nodiscard]] bool overlap(const body& a, const body& b);

/// Moves it by its speed, and stops it at earth and platforms.
void move(body& moved, float seconds);

/// The value moved towards `wanted`, by no more than `most`.
[[nodiscard]] float approached(float value, float wanted, float most);

} // namespace platformer
