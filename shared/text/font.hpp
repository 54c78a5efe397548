#pragma once

#include "shared/text/utf8.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// The built-in font, DejaVu Sans, as glyphs that tools/font has drawn into one atlas (font_atlas.hpp).
namespace respawn::text {

/// Powers of two, so that texture coordinates of whole pixels are exact.
inline constexpr std::uint32_t atlas_width = 1024;
inline constexpr std::uint32_t atlas_height = 512;

/// Where a character's picture is in the atlas, and where it is drawn. Everything is in whole pixels.
struct glyph {
    std::uint16_t x, y;         ///< in the atlas
    std::uint8_t width, height; ///< 0 for a blank
    std::int8_t left, top;      ///< from the pen at the top of the line to the picture's top left corner
    std::uint8_t advance;       ///< from this character's pen to the next one's
};

/// One size of the font. Its number is the distance from a line to the next: ascent and descent, with no gap.
struct font {
    int line_height;
    int ascent; ///< from the top of a line to its baseline
    std::span<const glyph> glyphs;
};

/// Printable ASCII, the printable part of Latin-1, and the box for everything else.
inline constexpr std::size_t glyph_count = 95 + 96 + 1;

/// The sizes there are: 12, 16, 20, 24, 32 and 48 pixels a line.
[[nodiscard]] std::span<const font> fonts();

/// The font whose lines come closest to `line_height` pixels, the smaller of two; the smallest if it is no
/// number.
[[nodiscard]] const font& nearest_size(float line_height);

/// The glyph of `character`, or the box.
[[nodiscard]] const glyph& find_glyph(const font& in, char32_t character);

/// Pixels that a text takes.
struct text_size {
    int width = 0, height = 0;
    friend bool operator==(const text_size&, const text_size&) = default;
};

/// Calls `draw(glyph, x, y)` for every character with its pen position; '\n' begins a new line. Returns the
/// width of the widest line and the height of all lines, of which an empty text has one.
template <class Draw>
text_size lay_out(const font& in, std::string_view text, Draw draw)
{
    text_size size{0, in.line_height};
    for (int x = 0; !text.empty();) {
        const char32_t character = take_character(text);
        if (character == U'\n') {
            x = 0;
            size.height += in.line_height;
            continue;
        }
        const glyph& shape = find_glyph(in, character);
        draw(shape, x, size.height - in.line_height);
        x += shape.advance;
        size.width = std::max(size.width, x);
    }
    return size;
}

/// What lay_out() would return.
[[nodiscard]] text_size measure(const font& in, std::string_view text);

} // namespace respawn::text
