#pragma once

#include <cstddef>
#include <span>

namespace respawn::text {

/// The font's atlas as a PNG file of atlas_width by atlas_height pixels: 8-bit grey, where grey is the
/// coverage. As a texture it is white with the grey as alpha, and its id is pictures::font_texture.
[[nodiscard]] std::span<const std::byte> font_atlas_png();

} // namespace respawn::text
