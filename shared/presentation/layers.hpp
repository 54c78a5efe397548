#pragma once

#include "shared/pictures/picture.hpp"
#include "shared/presentation/image.hpp"
#include "shared/presentation/texture_store.hpp"

#include <cstdint>

namespace respawn::presentation {

/// Makes `out` what a window of this size shows: `below` in its top left corner, black around it, and over
/// that the draw list `above`, which has the window's size, if there is one. `out` keeps its memory.
void lay_over(
    const image& below, const pictures::picture* above, std::uint32_t width, std::uint32_t height,
    const texture_store& textures, image& out);

} // namespace respawn::presentation
