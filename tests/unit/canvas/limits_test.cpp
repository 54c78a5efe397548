#include "drawing.hpp"

#include <limits>
#include <random>
#include <string>
#include <vector>

using respawn::color;
using respawn::point;
using respawn::rectangle;

namespace pictures = respawn::pictures;

namespace {

constexpr float no_number = std::numeric_limits<float>::quiet_NaN();
constexpr float infinite = std::numeric_limits<float>::infinity();

/// A number that a game may pass by mistake.
float nasty_number(std::mt19937& random)
{
    constexpr float numbers[] = {0,    -0.0f, 1,     -1,     0.3f,  16,        300,      -300,     1e-30f,
                                 1e5f, -1e9f, 1e20f, -3e38f, 3e38f, no_number, infinite, -infinite};
    return numbers[random() % std::size(numbers)];
}

void draw_anything(respawn::canvas& canvas, std::mt19937& random)
{
    const auto number = [&] { return nasty_number(random); };
    const auto place = [&] { return point{number(), number()}; };
    const auto area = [&] { return rectangle{number(), number(), number(), number()}; };
    const respawn::texture image{
        random() % 3, static_cast<int>(random() % 5) - 2, static_cast<int>(random() % 1000)};
    switch (random() % 13) {
    case 0:
        return canvas.fill_rectangle(area(), {});
    case 1:
        return canvas.outline_rectangle(area(), {}, number());
    case 2:
        return canvas.line(place(), place(), {}, number());
    case 3:
        return canvas.fill_circle(place(), number(), {});
    case 4:
        return canvas.outline_circle(place(), number(), {}, number());
    case 5:
        return canvas.fill_triangle(place(), place(), place(), {});
    case 6:
        return canvas.sprite(image, area(), {area(), {}, number()});
    case 7:
        return static_cast<void>(canvas.text(place(), "a\xff\n b", {number(), {}}));
    case 8:
        return canvas.push_clip(area());
    case 9:
        return canvas.pop_clip();
    case 10:
        return canvas.push_transform(place(), number(), number());
    case 11:
        return canvas.pop_transform();
    default: {
        const respawn::canvas::vertex vertices[] = {
            {place(), {}, place()}, {place(), {}, place()}, {place(), {}, place()}};
        const std::uint32_t indices[] = {0, 1, static_cast<std::uint32_t>(random() % 4)};
        return canvas.triangles(image, vertices, indices);
    }
    }
}

} // namespace

TEST_CASE("a shape with a coordinate that is no finite number is left out and counted")
{
    drawing picture;
    auto& canvas = picture.canvas();
    canvas.fill_rectangle({no_number, 0, 1, 1}, {});
    canvas.fill_rectangle({0, 0, infinite, 1}, {});
    canvas.outline_rectangle({0, 0, 20, 20}, {}, no_number);
    canvas.line({0, 0}, {infinite, 0}, {});
    canvas.fill_circle({0, 0}, no_number, {});
    canvas.outline_circle({0, 0}, 20, {}, no_number);
    canvas.fill_triangle({0, 0}, {1, no_number}, {1, 1}, {});
    canvas.sprite({}, {0, 0, 9, 9}, {{}, {}, infinite});
    CHECK(canvas.dropped() == 8);
    canvas.text({no_number, 0}, "ab c");
    CHECK(canvas.dropped() == 11);
    CHECK(picture.finish().commands.empty());
}

TEST_CASE("a transform that is no number hides what is drawn in it, and nothing after it")
{
    drawing picture;
    picture.canvas().push_transform({0, 0}, no_number);
    picture.canvas().fill_rectangle({0, 0, 9, 9}, {});
    picture.canvas().pop_transform();
    picture.canvas().fill_rectangle({5, 5, 9, 9}, {});
    CHECK(picture.canvas().dropped() == 1);
    CHECK(bounds_of(picture.finish()) == rectangle{5, 5, 9, 9});
}

TEST_CASE("a transform to nothing draws nothing that could be seen, and that is no mistake")
{
    drawing picture;
    auto& canvas = picture.canvas();
    canvas.push_transform({50, 50}, 1, 0);
    canvas.fill_rectangle({0, 0, 9, 9}, {});
    canvas.outline_rectangle({0, 0, 9, 9}, {});
    canvas.line({0, 0}, {9, 9}, {});
    canvas.outline_circle({0, 0}, 9, {});
    canvas.text({0, 0}, "text");
    CHECK(canvas.dropped() == 0);
    CHECK(area_of(picture.finish()) == Approx(0).margin(0.001));
}

TEST_CASE("any nonsense from a game makes a picture that the supervisor accepts")
{
    constexpr unsigned seed = 5;
    CAPTURE(seed);
    std::mt19937 random{seed};
    drawing picture;
    std::size_t vertices = 0;
    for (std::uint64_t frame = 1; frame != 500; ++frame) {
        CAPTURE(frame);
        picture.begin(frame);
        for (int shape = 0; shape != 40; ++shape)
            draw_anything(picture.canvas(), random);
        vertices += picture.finish().vertices.size();
    }
    CHECK(vertices > 10'000);
}

TEST_CASE("shapes beyond the frame's room for vertices are left out whole and counted")
{
    drawing picture;
    constexpr std::uint32_t fitting = pictures::max_vertices / 4;
    for (std::uint32_t index = 0; index != fitting + 10; ++index)
        picture.canvas().fill_rectangle({1, 1, 2, 2}, {});
    CHECK(picture.canvas().dropped() == 10);
    picture.canvas().fill_triangle({0, 0}, {1, 0}, {0, 1}, {});
    CHECK(picture.canvas().dropped() == 11);
    const auto result = picture.finish();
    CHECK(result.vertices.size() == 4 * fitting);
    CHECK(result.indices.size() == 6 * fitting);
}

TEST_CASE("shapes beyond the frame's room for commands are left out, others still join the last one")
{
    drawing picture;
    const respawn::texture images[] = {{1000, 8, 8}, {2000, 8, 8}};
    for (std::uint32_t index = 0; index != pictures::max_commands; ++index)
        picture.canvas().sprite(images[index % 2], {0, 0, 8, 8});
    CHECK(picture.canvas().dropped() == 0);
    picture.canvas().sprite(images[0], {0, 0, 8, 8});
    CHECK(picture.canvas().dropped() == 1);
    picture.canvas().sprite(images[1], {0, 0, 8, 8});
    CHECK(picture.canvas().dropped() == 1);
    CHECK(picture.finish().commands.size() == pictures::max_commands);
}

TEST_CASE("triangles beyond the frame's room for indices are left out whole")
{
    const respawn::canvas::vertex vertices[3] = {};
    const std::vector<std::uint32_t> indices((pictures::max_indices / 3 + 1) * 3);
    drawing picture;
    picture.canvas().triangles({}, vertices, indices);
    CHECK(picture.canvas().dropped() == 1);
    CHECK(picture.finish().indices.empty());
}

TEST_CASE("clear makes room again and forgets what was left out")
{
    drawing picture;
    for (std::uint32_t index = 0; index != pictures::max_vertices / 4 + 1; ++index)
        picture.canvas().fill_rectangle({1, 1, 2, 2}, {});
    CHECK(picture.canvas().dropped() == 1);
    picture.canvas().clear({});
    CHECK(picture.canvas().dropped() == 0);
    picture.canvas().fill_rectangle({1, 1, 2, 2}, {});
    CHECK(picture.canvas().dropped() == 0);
    CHECK(picture.finish().vertices.size() == 4);
}

TEST_CASE("drawing outside of a frame changes no picture and is counted")
{
    drawing picture;
    picture.canvas().fill_rectangle({1, 1, 2, 2}, {});
    picture.finish();
    const std::vector<std::byte> before{picture.slot(), picture.slot() + pictures::page_bytes};
    picture.canvas().fill_rectangle({3, 3, 4, 4}, {});
    CHECK(picture.canvas().dropped() == 1);
    CHECK(respawn::canvas_access::use_pixels(picture.canvas()).empty());
    respawn::canvas_access::finish(picture.canvas());
    CHECK(std::equal(before.begin(), before.end(), picture.slot()));
}
