#include "drawing.hpp"

#include <numbers>

using respawn::color;
using respawn::point;
using respawn::rectangle;

namespace {

const respawn::texture sheet{4711, 300, 100};

} // namespace

TEST_CASE("a sprite stretches all of its texture over its destination")
{
    drawing picture;
    picture.canvas().sprite(sheet, {10, 20, 50, 60});
    const auto result = picture.finish();
    REQUIRE(result.commands.size() == 1);
    CHECK(result.commands[0].texture == 4711);
    CHECK(bounds_of(result) == rectangle{10, 20, 50, 60});
    for (const auto& vertex : result.vertices) {
        CHECK(vertex.u == (vertex.x == 10 ? 0 : 1));
        CHECK(vertex.v == (vertex.y == 20 ? 0 : 1));
    }
}

TEST_CASE("a sprite shows the part of the texture that it is told to")
{
    drawing picture;
    picture.canvas().sprite(sheet, {0, 0, 8, 8}, {{60, 10, 30, 20}});
    const auto result = picture.finish();
    REQUIRE(result.vertices.size() == 4);
    CHECK(result.vertices[0].u == Approx(0.2));
    CHECK(result.vertices[0].v == Approx(0.1));
    CHECK(result.vertices[2].u == Approx(0.3));
    CHECK(result.vertices[2].v == Approx(0.3));
}

TEST_CASE("a negative size of the destination mirrors the sprite")
{
    drawing picture;
    picture.canvas().sprite(sheet, {60, 20, -50, 60}, {{30, 0, 30, 100}});
    const auto result = picture.finish();
    CHECK(bounds_of(result) == rectangle{10, 20, 50, 60});
    for (const auto& vertex : result.vertices)
        CHECK(vertex.u == Approx(vertex.x == 60 ? 0.1f : 0.2f));
}

TEST_CASE("a sprite turns clockwise about its middle and takes its tint")
{
    drawing picture;
    picture.canvas().sprite(sheet, {100, 100, 40, 20}, {{}, {1, 2, 3, 4}, std::numbers::pi_v<float> / 2});
    const auto result = picture.finish();
    CHECK(is_close(bounds_of(result), {110, 90, 20, 40}));
    const auto& top_left = result.vertices.at(0);
    CHECK((top_left.u == 0 && top_left.v == 0));
    CHECK(top_left.x == Approx(130));
    CHECK(top_left.y == Approx(90));
    CHECK((top_left.r == 1 && top_left.g == 2 && top_left.b == 3 && top_left.a == 4));
}

TEST_CASE("a sprite without a texture is a rectangle in its tint")
{
    drawing picture;
    picture.canvas().sprite({}, {0, 0, 9, 9}, {{0, 0, 5, 5}, {7, 7, 7, 7}, 0});
    const auto result = picture.finish();
    CHECK(result.commands.at(0).texture == 0);
    CHECK(result.vertices.at(0).r == 7);
    CHECK(area_of(result) == 81);
}

TEST_CASE("triangles of the caller's own arrive with their colours and texture coordinates")
{
    using vertex = respawn::canvas::vertex;
    const vertex vertices[] = {
        {{0, 0}, {1, 1, 1, 1}, {0, 0}},
        {{8, 0}, {2, 2, 2, 2}, {1, 0}},
        {{8, 8}, {3, 3, 3, 3}, {1, 1}},
        {{0, 8}, {4, 4, 4, 4}, {0, 1}}};
    const std::uint32_t indices[] = {0, 1, 2, 0, 2, 3, 1, 2}; // the last two are no triangle
    drawing picture;
    picture.canvas().fill_rectangle({0, 0, 1, 1}, {});
    picture.canvas().push_transform({100, 0});
    picture.canvas().triangles(sheet, vertices, indices);
    const auto result = picture.finish();
    REQUIRE(result.commands.size() == 2);
    CHECK(result.commands[1].index_count == 6);
    REQUIRE(result.vertices.size() == 8);
    CHECK(result.indices[6] == 4);
    const auto& third = result.vertices[6];
    CHECK((third.x == 108 && third.y == 8 && third.r == 3 && third.u == 1 && third.v == 1));
}

TEST_CASE("triangles with an index out of range are left out and counted")
{
    const respawn::canvas::vertex vertices[3] = {};
    const std::uint32_t indices[] = {0, 1, 3};
    drawing picture;
    picture.canvas().triangles(sheet, vertices, indices);
    CHECK(picture.canvas().dropped() == 1);
    CHECK(picture.finish().vertices.empty());
}

TEST_CASE("pixels are the background until clear hides them")
{
    drawing picture;
    const auto pixels = respawn::canvas_access::use_pixels(picture.canvas());
    REQUIRE(pixels.size() == std::size_t{640} * 480);
    CHECK(static_cast<void*>(pixels.data()) == picture.slot() + respawn::pictures::pixels_offset);
    CHECK(picture.finish().has_pixels);

    picture.begin();
    CHECK(!picture.finish().has_pixels);

    picture.begin();
    (void)respawn::canvas_access::use_pixels(picture.canvas());
    picture.canvas().clear({1, 2, 3});
    CHECK(!picture.finish().has_pixels);
}
