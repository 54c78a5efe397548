#include "drawing.hpp"

#include "shared/text/font.hpp"

#include <string>

using respawn::extent;
using respawn::point;
using respawn::rectangle;

namespace {

/// Where a glyph was drawn, and which pixels of the atlas.
struct drawn_glyph {
    rectangle place, part;
};

std::vector<drawn_glyph> glyphs_of(const respawn::pictures::picture& picture)
{
    std::vector<drawn_glyph> glyphs;
    for (std::size_t index = 0; index + 3 < picture.vertices.size(); index += 4) {
        const auto& first = picture.vertices[index];
        const auto& third = picture.vertices[index + 2];
        constexpr float width = respawn::text::atlas_width, height = respawn::text::atlas_height;
        glyphs.push_back(
            {{first.x, first.y, third.x - first.x, third.y - first.y},
             {first.u * width, first.v * height, (third.u - first.u) * width, (third.v - first.v) * height}});
    }
    return glyphs;
}

rectangle place_of(const respawn::text::glyph& shape, float x, float y)
{
    return {
        x + static_cast<float>(shape.left), y + static_cast<float>(shape.top),
        static_cast<float>(shape.width), static_cast<float>(shape.height)};
}

rectangle part_of(const respawn::text::glyph& shape)
{
    return {
        static_cast<float>(shape.x), static_cast<float>(shape.y), static_cast<float>(shape.width),
        static_cast<float>(shape.height)};
}

} // namespace

TEST_CASE("text is drawn one glyph after the other, each an exact copy from the atlas")
{
    const float size = GENERATE(12.0f, 16.0f, 20.0f, 24.0f, 32.0f, 48.0f);
    const std::string text = "Score: 12,345 (level 7)";
    drawing picture;
    const extent drawn = picture.canvas().text({100, 50}, text, {size, {1, 2, 3, 4}});
    CHECK(drawn == respawn::canvas::measure(text, size));
    CHECK(drawn.height == size);

    const auto result = picture.finish();
    REQUIRE(result.commands.size() == 1);
    CHECK(result.commands[0].texture == respawn::pictures::font_texture);
    CHECK(result.vertices[0].g == 2);

    const auto& font = respawn::text::nearest_size(size);
    const auto glyphs = glyphs_of(result);
    auto glyph = glyphs.begin();
    float pen = 100;
    for (const char character : text) {
        const auto& shape = respawn::text::find_glyph(font, static_cast<char32_t>(character));
        if (shape.width != 0) {
            REQUIRE(glyph != glyphs.end());
            CHECK(glyph->place == place_of(shape, pen, 50));
            CHECK(glyph->part == part_of(shape));
            ++glyph;
        }
        pen += static_cast<float>(shape.advance);
    }
    CHECK(glyph == glyphs.end());
    CHECK(pen - 100 == drawn.width);
}

TEST_CASE("a new line begins below the first, at its left")
{
    drawing picture;
    const extent drawn = picture.canvas().text({10, 20}, "AAA\nB");
    CHECK(drawn.height == 32);
    CHECK(drawn.width == respawn::canvas::measure("AAA").width);
    const auto glyphs = glyphs_of(picture.finish());
    REQUIRE(glyphs.size() == 4);
    const auto& font = respawn::text::nearest_size(16);
    CHECK(glyphs[3].place == place_of(respawn::text::find_glyph(font, U'B'), 10, 36));
}

TEST_CASE("text that is only moved stands on whole pixels")
{
    drawing picture;
    picture.canvas().push_transform({0.3f, 7.9f});
    picture.canvas().text({10.4f, 0}, "A");
    picture.canvas().pop_transform();
    picture.canvas().text({10.4f, 0}, "A");
    const auto glyphs = glyphs_of(picture.finish());
    REQUIRE(glyphs.size() == 2);
    const auto& shape = respawn::text::find_glyph(respawn::text::nearest_size(16), U'A');
    CHECK(glyphs[0].place == place_of(shape, 11, 8));
    CHECK(glyphs[1].place == place_of(shape, 10, 0));
}

TEST_CASE("a transform scales and turns text like everything else")
{
    drawing picture;
    picture.canvas().push_transform({100, 100}, 0, 2);
    picture.canvas().text({10, 0}, "A");
    const auto glyphs = glyphs_of(picture.finish());
    REQUIRE(glyphs.size() == 1);
    const rectangle place = place_of(respawn::text::find_glyph(respawn::text::nearest_size(16), U'A'), 10, 0);
    CHECK(
        glyphs[0].place ==
        rectangle{100 + 2 * place.x, 100 + 2 * place.y, 2 * place.width, 2 * place.height});
}

TEST_CASE("characters that the font lacks, and bytes that are no text, are boxes")
{
    drawing picture;
    picture.canvas().text({0, 0}, "\xe2\x82\xac\xff\xc3");
    const auto glyphs = glyphs_of(picture.finish());
    REQUIRE(glyphs.size() == 3);
    const auto& font = respawn::text::nearest_size(16);
    for (const auto& glyph : glyphs)
        CHECK(glyph.part == part_of(respawn::text::find_glyph(font, respawn::text::replacement_character)));
}

TEST_CASE("an empty text draws nothing and is one line high")
{
    drawing picture;
    CHECK(picture.canvas().text({0, 0}, "", {24, {}}) == extent{0, 24});
    CHECK(picture.finish().vertices.empty());
}
