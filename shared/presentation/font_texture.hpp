#pragma once

#include "shared/presentation/texture_store.hpp"

namespace respawn::presentation {

/// Makes the built-in font's texture, pictures::font_texture: white, with the glyphs as its alpha.
void make_font_texture(texture_store& textures);

} // namespace respawn::presentation
