#pragma once

#include "shared/presentation/texture_store.hpp"

#include <cstdint>

struct ImFont;

namespace respawn::supervisor {

/// The overlay's letters, DejaVu Sans Mono, in the size that suits a window.
struct overlay_fonts {
    int size = 0; ///< pixels a line of `text`
    ImFont *text = nullptr, *bold = nullptr, *title = nullptr;
};

/// Pixels a line of text takes in a window of this size: 45 lines fit into most.
[[nodiscard]] int overlay_text_size(std::uint32_t width, std::uint32_t height);

/// Draws the letters into the current ImGui context's atlas, and that into pictures::overlay_texture. Between
/// two ImGui frames.
[[nodiscard]] overlay_fonts draw_overlay_fonts(int size, presentation::texture_store& textures);

} // namespace respawn::supervisor
