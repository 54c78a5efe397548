#include "shared/presentation/font_texture.hpp"

#include "shared/pictures/layout.hpp"
#include "shared/text/font.hpp"
#include "shared/text/font_atlas.hpp"

#include <vector>

namespace respawn::presentation {

void make_font_texture(texture_store& textures)
{
    const auto atlas = text::font_atlas();
    std::vector<std::byte> rgba;
    rgba.reserve(atlas.size() * 4);
    for (const auto coverage : atlas) {
        rgba.insert(rgba.end(), 3, std::byte{0xff});
        rgba.push_back(coverage);
    }
    textures.make_built_in(pictures::font_texture, "font", text::atlas_width, text::atlas_height, rgba);
}

} // namespace respawn::presentation
