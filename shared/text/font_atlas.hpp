#pragma once

#include <cstddef>
#include <vector>

namespace respawn::text {

/// The font's atlas, atlas_width by atlas_height pixels, row by row: the coverage of each, 0 to 255. As a
/// texture it is white with this as alpha, and its id is pictures::font_texture.
[[nodiscard]] std::vector<std::byte> font_atlas();

} // namespace respawn::text
