#pragma once

#include "draw.hpp"

#include <string_view>

namespace delve {

inline constexpr int letter_width = 12, letter_height = 18; ///< Pixels, with the gaps between letters.

/// Printable ASCII in white.
[[nodiscard]] picture make_font(device& where);

/// Writes one line with its top left corner there.
void write(painter& to, picture font, float x, float y, std::string_view text, color tint);

} // namespace delve
