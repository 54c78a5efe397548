#include "shared/text/font.hpp"
#include "shared/text/font_atlas.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace text = respawn::text;

namespace {

int darkest(const std::vector<std::byte>& atlas, const text::glyph& shape)
{
    int most = 0;
    for (std::size_t y = shape.y; y != std::size_t{shape.y} + shape.height; ++y)
        for (std::size_t x = shape.x; x != std::size_t{shape.x} + shape.width; ++x)
            most = std::max(most, static_cast<int>(atlas[y * text::atlas_width + x]));
    return most;
}

} // namespace

TEST_CASE("every visible character has a picture inside the atlas, and only blanks have none")
{
    const auto atlas = text::font_atlas();
    REQUIRE(atlas.size() == std::size_t{text::atlas_width} * text::atlas_height);
    for (const text::font& font : text::fonts()) {
        CAPTURE(font.line_height);
        for (char32_t character = 0x20; character != 0x100; ++character) {
            CAPTURE(static_cast<std::uint32_t>(character));
            const text::glyph& shape = text::find_glyph(font, character);
            REQUIRE(shape.x + shape.width <= static_cast<int>(text::atlas_width));
            REQUIRE(shape.y + shape.height <= static_cast<int>(text::atlas_height));
            const bool is_blank = character == 0x20 || character == 0xa0;
            REQUIRE((darkest(atlas, shape) > 80) == !is_blank);
            REQUIRE(shape.advance > 0);
        }
    }
}

TEST_CASE("glyphs stay inside their line, so that lines do not touch")
{
    for (const text::font& font : text::fonts()) {
        CAPTURE(font.line_height);
        CHECK(font.ascent > font.line_height / 2);
        for (const text::glyph& shape : font.glyphs) {
            CHECK(shape.top >= -1);
            CHECK(shape.top + shape.height <= font.line_height + 1);
        }
    }
}

TEST_CASE("a character that the font lacks is drawn as the box")
{
    const text::font& font = text::nearest_size(16);
    const text::glyph* box = &text::find_glyph(font, text::replacement_character);
    CHECK(box->width > 0);
    for (const char32_t character : {U'\0', U'\t', U'\u007f', U'\u0080', U'\u0100', U'\u20ac', U'\U0010ffff'})
        CHECK(&text::find_glyph(font, character) == box);
    CHECK(&text::find_glyph(font, U'A') != box);
    CHECK(&text::find_glyph(font, U'\u00ff') != box);
}

TEST_CASE("the nearest size is found for every number and for none")
{
    CHECK(text::nearest_size(16).line_height == 16);
    CHECK(text::nearest_size(17.9f).line_height == 16);
    CHECK(text::nearest_size(18).line_height == 16);
    CHECK(text::nearest_size(18.1f).line_height == 20);
    CHECK(text::nearest_size(-5).line_height == 12);
    CHECK(text::nearest_size(1e30f).line_height == 48);
    CHECK(text::nearest_size(std::numeric_limits<float>::quiet_NaN()).line_height == 12);
}

TEST_CASE("a text is as wide as the advances of its widest line and as high as its lines")
{
    const text::font& font = text::nearest_size(20);
    const auto advance = [&](char32_t character) { return int{text::find_glyph(font, character).advance}; };
    CHECK(text::measure(font, "") == text::text_size{0, 20});
    CHECK(text::measure(font, "Wi") == text::text_size{advance(U'W') + advance(U'i'), 20});
    CHECK(text::measure(font, "i\nWW\n") == text::text_size{2 * advance(U'W'), 60});
    CHECK(text::measure(font, "\xc3\xa9") == text::text_size{advance(U'\u00e9'), 20});
}
