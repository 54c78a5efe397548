#include "shared/text/font.hpp"

#include <array>
#include <cmath>

namespace respawn::text {

namespace {

struct baked_font {
    int line_height, ascent;
    std::array<glyph, glyph_count> glyphs;
};

constexpr baked_font baked[] = {
#include "shared/text/font_metrics.inc"
};

constexpr std::size_t font_count = std::size(baked);

constexpr std::array<font, font_count> all_fonts = [] {
    std::array<font, font_count> fonts{};
    for (std::size_t index = 0; index != font_count; ++index)
        fonts[index] = {baked[index].line_height, baked[index].ascent, baked[index].glyphs};
    return fonts;
}();

constexpr char32_t first_ascii = 0x20, end_ascii = 0x7f;
constexpr char32_t first_latin = 0xa0, end_latin = 0x100;
constexpr std::size_t box_index = glyph_count - 1;
static_assert(box_index == (end_ascii - first_ascii) + (end_latin - first_latin));

} // namespace

std::span<const font> fonts()
{
    return all_fonts;
}

const font& nearest_size(float line_height)
{
    const font* nearest = &all_fonts.front();
    const auto smallest = static_cast<float>(all_fonts.front().line_height);
    const auto largest = static_cast<float>(all_fonts.back().line_height);
    line_height = std::clamp(line_height, smallest, largest); // huge numbers would all be equally far
    for (const font& candidate : all_fonts) {
        // False when line_height is not a number.
        if (std::abs(static_cast<float>(candidate.line_height) - line_height) <
            std::abs(static_cast<float>(nearest->line_height) - line_height))
            nearest = &candidate;
    }
    return *nearest;
}

const glyph& find_glyph(const font& in, char32_t character)
{
    std::size_t index = box_index;
    if (character >= first_ascii && character < end_ascii)
        index = character - first_ascii;
    else if (character >= first_latin && character < end_latin)
        index = character - first_latin + (end_ascii - first_ascii);
    return in.glyphs[index];
}

text_size measure(const font& in, std::string_view text)
{
    return lay_out(
        in, text, [](const glyph&, int, int) {});
}

} // namespace respawn::text
