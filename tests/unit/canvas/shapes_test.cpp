#include "drawing.hpp"

#include <numbers>

using respawn::color;
using respawn::point;
using respawn::rectangle;

namespace {

constexpr color red{200, 10, 20, 255};
constexpr float pi = std::numbers::pi_v<float>;

} // namespace

TEST_CASE("a picture that nothing was drawn into is black and empty")
{
    drawing picture;
    CHECK(picture.canvas().size() == respawn::extent{640, 480});
    const auto result = picture.finish();
    CHECK(result.frame == 1);
    CHECK((result.clear_color & 0xffffff) == 0);
    CHECK(!result.has_pixels);
    CHECK(result.commands.empty());
}

TEST_CASE("clear fills the picture and forgets what was drawn before")
{
    drawing picture;
    picture.canvas().fill_rectangle({1, 2, 3, 4}, red);
    picture.canvas().clear({0x12, 0x34, 0x56, 0});
    const auto result = picture.finish();
    CHECK((result.clear_color & 0xffffff) == 0x123456);
    CHECK(result.commands.empty());
    CHECK(result.vertices.empty());
}

TEST_CASE("a filled rectangle covers exactly its area in its colour")
{
    drawing picture;
    picture.canvas().fill_rectangle({10, 20, 30, 40}, red);
    const auto result = picture.finish();
    CHECK(bounds_of(result) == rectangle{10, 20, 30, 40});
    CHECK(area_of(result) == Approx(30 * 40));
    REQUIRE(result.commands.size() == 1);
    CHECK(result.commands[0].texture == 0);
    for (const auto& vertex : result.vertices)
        CHECK((vertex.r == 200 && vertex.g == 10 && vertex.b == 20 && vertex.a == 255));
}

TEST_CASE("a rectangle of negative size extends to the left and up")
{
    drawing picture;
    picture.canvas().fill_rectangle({40, 60, -30, -40}, red);
    CHECK(bounds_of(picture.finish()) == rectangle{10, 20, 30, 40});
    picture.begin();
    picture.canvas().outline_rectangle({40, 60, -30, -40}, red, 2);
    CHECK(bounds_of(picture.finish()) == rectangle{10, 20, 30, 40});
}

TEST_CASE("an outlined rectangle covers its border once, inside of its area")
{
    drawing picture;
    picture.canvas().outline_rectangle({10, 20, 100, 50}, red, 4);
    const auto result = picture.finish();
    CHECK(bounds_of(result) == rectangle{10, 20, 100, 50});
    CHECK(area_of(result) == Approx(100 * 50 - 92 * 42));
    for (const point inside :
         {point{12.1f, 22.2f}, {60.3f, 21.7f}, {108.2f, 40.1f}, {11.3f, 67.9f}, {60.2f, 68.1f}})
        CHECK(cover_of(result, inside) == 1);
    CHECK(cover_of(result, {60.3f, 45.1f}) == 0);
}

TEST_CASE("an outline thicker than its rectangle or circle fills it")
{
    drawing picture;
    picture.canvas().outline_rectangle({10, 20, 30, 8}, red, 5);
    CHECK(area_of(picture.finish()) == Approx(30 * 8));
    picture.begin();
    picture.canvas().outline_circle({100, 100}, 20, red, 30);
    CHECK(area_of(picture.finish()) == Approx(pi * 400).epsilon(0.03));
}

TEST_CASE("a line is as thick as asked for, half to each side")
{
    drawing picture;
    picture.canvas().line({10, 10}, {110, 10}, red, 6);
    CHECK(bounds_of(picture.finish()) == rectangle{10, 7, 100, 6});
    picture.begin();
    picture.canvas().line({0, 0}, {30, 40}, red, 10);
    CHECK(area_of(picture.finish()) == Approx(50 * 10));
}

TEST_CASE("a thin line is still one pixel thick, in whatever direction and scale")
{
    drawing picture;
    const point end =
        GENERATE(point{140, 100.5f}, point{100, 60}, point{135, 130}, point{70, 71}, point{90, 180});
    picture.canvas().push_transform({0, 0}, 0, 0.5f);
    picture.canvas().line({100, 100}, end, red, 0.1f);
    CHECK(area_of(picture.finish()) == Approx(std::hypot(end.x - 100, end.y - 100) / 2));
}

TEST_CASE("a thin outline is still one pixel thick when it is scaled down")
{
    drawing picture;
    picture.canvas().push_transform({0, 0}, 0, 0.1f);
    picture.canvas().outline_rectangle({100, 100, 200, 200}, red, 2);
    CHECK(area_of(picture.finish()) == Approx(20 * 20 - 18 * 18));
    picture.begin();
    picture.canvas().push_transform({0, 0}, 0, 0.1f);
    picture.canvas().outline_circle({1000, 1000}, 500, red, 2);
    CHECK(area_of(picture.finish()) == Approx(pi * (50 * 50 - 49 * 49)).epsilon(0.02));
}

TEST_CASE("a filled circle covers its area once, to a quarter of a pixel")
{
    const float radius = GENERATE(0.5f, 3.0f, 20.0f, 150.0f, 900.0f);
    CAPTURE(radius);
    drawing picture;
    picture.canvas().fill_circle({1000, 1000}, radius, red);
    const auto result = picture.finish();
    CHECK(is_close(bounds_of(result), {1000 - radius, 1000 - radius, 2 * radius, 2 * radius}, 0.001f));
    CHECK(area_of(result) <= pi * radius * radius);
    const float inner = std::max(radius - 0.25f, 0.0f);
    CHECK(area_of(result) >= pi * inner * inner);
    CHECK(cover_of(result, {1000 + radius * 0.31f, 1000 - radius * 0.47f}) == 1);
}

TEST_CASE("an outlined circle covers a ring inside of it")
{
    drawing picture;
    picture.canvas().outline_circle({200, 200}, 100, red, 10);
    const auto result = picture.finish();
    CHECK(is_close(bounds_of(result), {100, 100, 200, 200}, 0.001f));
    CHECK(area_of(result) == Approx(pi * (100 * 100 - 90 * 90)).epsilon(0.01));
    CHECK(cover_of(result, {200.3f, 105.2f}) == 1);
    CHECK(cover_of(result, {200.3f, 199.2f}) == 0);
}

TEST_CASE("a filled triangle has its three corners")
{
    drawing picture;
    picture.canvas().fill_triangle({0, 0}, {10, 0}, {0, 20}, red);
    const auto result = picture.finish();
    CHECK(result.vertices.size() == 3);
    CHECK(area_of(result) == Approx(100));
}

TEST_CASE("shapes without extent or thickness are nothing, and not counted as left out")
{
    drawing picture;
    picture.canvas().line({5, 5}, {5, 5}, red);
    picture.canvas().line({5, 5}, {50, 5}, red, 0);
    picture.canvas().outline_rectangle({5, 5, 20, 20}, red, -1);
    picture.canvas().fill_circle({5, 5}, -3, red);
    picture.canvas().outline_circle({5, 5}, 0, red);
    picture.canvas().outline_circle({5, 5}, 3, red, 0);
    CHECK(picture.canvas().dropped() == 0);
    CHECK(picture.finish().vertices.empty());
}
