#include "drawing.hpp"

#include <limits>
#include <numbers>

using respawn::color;
using respawn::point;
using respawn::rectangle;

namespace {

constexpr color white{};
constexpr float quarter_turn = std::numbers::pi_v<float> / 2;

rectangle clip_of(const respawn::pictures::command_data& command)
{
    return {
        static_cast<float>(command.clip_x), static_cast<float>(command.clip_y),
        static_cast<float>(command.clip_width), static_cast<float>(command.clip_height)};
}

/// Draws a rectangle as large as the picture and returns the clip area that it was drawn in.
rectangle current_clip(drawing& picture)
{
    picture.canvas().fill_rectangle({0, 0, 640, 480}, white);
    const auto result = picture.finish();
    return result.commands.empty() ? rectangle{} : clip_of(result.commands.back());
}

} // namespace

TEST_CASE("a transform scales, then rotates clockwise, then moves")
{
    drawing picture;
    picture.canvas().push_transform({100, 200}, quarter_turn, 2);
    picture.canvas().fill_rectangle({0, 0, 10, 20}, white);
    // 10 to the right becomes 20 down, 20 down becomes 40 to the left.
    CHECK(is_close(bounds_of(picture.finish()), {60, 200, 40, 20}));
}

TEST_CASE("an inner transform applies before the ones around it, and pops off again")
{
    drawing picture;
    picture.canvas().push_transform({100, 0}, 0, 2);
    picture.canvas().push_transform({10, 5}, 0, 3);
    picture.canvas().fill_rectangle({1, 1, 1, 1}, white);
    CHECK(is_close(bounds_of(picture.finish()), {126, 16, 6, 6}));

    picture.begin();
    picture.canvas().push_transform({100, 0}, 0, 2);
    picture.canvas().push_transform({10, 5}, 1, 3);
    picture.canvas().pop_transform();
    picture.canvas().fill_rectangle({1, 1, 1, 1}, white);
    CHECK(is_close(bounds_of(picture.finish()), {102, 2, 2, 2}));
}

TEST_CASE("circles and lines grow with the transform")
{
    drawing picture;
    picture.canvas().push_transform({300, 200}, 1, 5);
    picture.canvas().fill_circle({0, 0}, 10, white);
    CHECK(is_close(bounds_of(picture.finish()), {250, 150, 100, 100}, 0.26f));

    picture.begin();
    picture.canvas().push_transform({0, 0}, 0, 5);
    picture.canvas().line({10, 10}, {20, 10}, white, 2);
    CHECK(is_close(bounds_of(picture.finish()), {50, 45, 50, 10}));
}

TEST_CASE("without a clip area everything in the picture is drawn")
{
    drawing picture;
    CHECK(current_clip(picture) == rectangle{0, 0, 640, 480});
}

TEST_CASE("a clip area holds the pixels whose middles lie in it")
{
    drawing picture;
    picture.canvas().push_clip({10.4f, 20.6f, 30, 40});
    CHECK(current_clip(picture) == rectangle{10, 21, 30, 40});
}

TEST_CASE("a clip area is cut to the one around it, which comes back after the pop")
{
    drawing picture;
    picture.canvas().push_clip({100, 100, 100, 100});
    picture.canvas().push_clip({150, 50, 1000, 100});
    CHECK(current_clip(picture) == rectangle{150, 100, 50, 50});

    picture.begin();
    picture.canvas().push_clip({100, 100, 100, 100});
    picture.canvas().push_clip({150, 50, 1000, 100});
    picture.canvas().pop_clip();
    CHECK(current_clip(picture) == rectangle{100, 100, 100, 100});
}

TEST_CASE("a clip area goes through the transform, as its bounding box when rotated")
{
    drawing picture;
    picture.canvas().push_transform({300, 200}, quarter_turn / 2, 2);
    picture.canvas().push_clip({-10, -10, 20, 20});
    picture.canvas().pop_transform();
    const float half = 10 * 2 * std::sqrt(2.0f);
    CHECK(is_close(current_clip(picture), {300 - half, 200 - half, 2 * half, 2 * half}, 1));
}

TEST_CASE("nothing is written for shapes in an empty clip area, nor are they counted as left out")
{
    drawing picture;
    const float no_number = std::numeric_limits<float>::quiet_NaN();
    const rectangle area = GENERATE_COPY(
        rectangle{10, 10, 0, 20}, rectangle{700, 10, 50, 50}, rectangle{-100, -100, 50, 50},
        rectangle{no_number, 0, 640, 480}, rectangle{-3e38f, 0, std::numeric_limits<float>::infinity(), 480});
    picture.canvas().push_clip(area);
    picture.canvas().fill_rectangle({0, 0, 640, 480}, white);
    CHECK(picture.canvas().dropped() == 0);
    CHECK(picture.finish().vertices.empty());
}

TEST_CASE("popping more than was pushed does nothing")
{
    drawing picture;
    picture.canvas().pop_clip();
    picture.canvas().pop_transform();
    picture.canvas().push_transform({5, 5});
    picture.canvas().pop_transform();
    picture.canvas().pop_transform();
    picture.canvas().fill_rectangle({1, 2, 3, 4}, white);
    const auto result = picture.finish();
    CHECK(bounds_of(result) == rectangle{1, 2, 3, 4});
    CHECK(clip_of(result.commands.at(0)) == rectangle{0, 0, 640, 480});
}

TEST_CASE("what one frame left on the stacks is gone in the next")
{
    drawing picture;
    picture.canvas().push_clip({1, 1, 1, 1});
    picture.canvas().push_transform({50, 50}, 1, 9);
    picture.canvas().clear({9, 9, 9});
    picture.finish();
    picture.begin(2);
    picture.canvas().fill_rectangle({1, 2, 3, 4}, white);
    const auto result = picture.finish();
    CHECK(result.frame == 2);
    CHECK((result.clear_color & 0xffffff) == 0);
    CHECK(bounds_of(result) == rectangle{1, 2, 3, 4});
    CHECK(clip_of(result.commands.at(0)) == rectangle{0, 0, 640, 480});
}

TEST_CASE("shapes that follow each other with the same texture and clip area become one command")
{
    drawing picture;
    auto& canvas = picture.canvas();
    const respawn::texture wood{1000, 64, 64}, stone{2000, 64, 64};
    canvas.fill_rectangle({0, 0, 10, 10}, white);
    canvas.push_transform({5, 5}, 1, 2);
    canvas.fill_circle({0, 0}, 10, white);
    canvas.pop_transform();
    canvas.line({0, 0}, {9, 9}, white);
    canvas.sprite(wood, {0, 0, 64, 64});
    canvas.sprite(wood, {64, 0, 64, 64});
    canvas.sprite(stone, {0, 0, 64, 64});
    canvas.push_clip({0, 0, 100, 100});
    canvas.sprite(stone, {64, 0, 64, 64});
    canvas.push_clip({0, 0, 200, 200}); // the same area again
    canvas.sprite(stone, {0, 64, 64, 64});
    const auto result = picture.finish();
    REQUIRE(result.commands.size() == 4);
    CHECK(result.commands[0].texture == 0);
    CHECK(result.commands[1].texture == 1000);
    CHECK(result.commands[1].index_count == 12);
    CHECK(result.commands[2].texture == 2000);
    CHECK(result.commands[2].index_count == 6);
    CHECK(result.commands[3].index_count == 12);
    std::uint32_t end = 0;
    for (const auto& command : result.commands) {
        CHECK(command.first_index == end);
        end += command.index_count;
    }
    CHECK(end == result.indices.size());
}
