#pragma once

#include "hero.hpp"

namespace platformer {

/// What the picture shows at least of the map, in its pixels.
inline constexpr respawn::extent smallest_view{320, 240};

/// Moves the camera's middle softly after the hero, and ahead of where that looks.
void follow(respawn::point& camera, const hero& followed, float seconds);
/// Puts it there at once.
void look_at(respawn::point& camera, const hero& shown);

/// The left upper corner of what is seen of the map, by a camera that sees so much: never beside the map.
[[nodiscard]] respawn::point corner_of_view(respawn::point camera, respawn::extent seen);

} // namespace platformer
