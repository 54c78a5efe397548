#pragma once

#include "shared/pictures/picture.hpp"
#include "shared/presentation/image.hpp"
#include "shared/presentation/texture_store.hpp"

namespace respawn::presentation {

/// Draws the triangles of a checked picture over `target`, which has the picture's size.
///
/// A pixel belongs to a triangle that its centre lies in, or whose top or left edge it lies on, so that
/// neighbours neither overlap nor leave gaps; corners are rounded to 1/256 pixel. Textures are sampled at the
/// nearest texel. The outcome depends on nothing but the arguments: the same bits on every machine.
void draw(const pictures::picture& picture, const texture_store& textures, image& target);

} // namespace respawn::presentation
