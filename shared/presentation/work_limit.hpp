#pragma once

#include "shared/pictures/picture.hpp"

namespace respawn::presentation {

/// Cuts a picture's triangles off where drawing them would take so long that the window stops answering: when
/// they cover the picture many times over. Returns whether anything was cut off.
[[nodiscard]] bool limit_work(pictures::picture& picture);

} // namespace respawn::presentation
