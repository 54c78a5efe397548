#include "catch.hpp"

#include "golden.hpp"
#include "slot_memory.hpp"

#include "supervisor/display/display.hpp"
#include "worker/source/canvas/canvas_access.hpp"

#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

using namespace respawn;
using test::check_golden;

namespace {

constexpr std::uint32_t width = 400, height = 300;
constexpr float turn = 2 * std::numbers::pi_v<float>;

/// A texture of four quarters with a frame around it and a transparent centre.
std::vector<std::byte> make_tile()
{
    std::vector<std::byte> rgba;
    for (int y = 0; y != 16; ++y)
        for (int x = 0; x != 16; ++x) {
            const bool rim = x == 0 || y == 0 || x == 15 || y == 15;
            const bool hole = std::hypot(x - 7.5, y - 7.5) < 3;
            for (const int channel :
                 {rim || x < 8 ? 255 : 40, rim || y < 8 ? 255 : 90, rim ? 255 : 60, hole ? 0 : 255})
                rgba.push_back(static_cast<std::byte>(channel));
        }
    return rgba;
}

/// The picture that a game draws.
struct drawing {
    std::unique_ptr<supervisor::display> screen =
        supervisor::display::create({width, height, true, "test"}).value();
    test::slot_memory slot;
    texture tile{pictures::texture_id("tile"), 16, 16};

    drawing() { REQUIRE(screen->textures().make(tile.id, "tile", 16, 16, make_tile()).has_value()); }

    const presentation::image& draw(const std::function<void(canvas&)>& game)
    {
        const auto made = canvas_access::make();
        canvas_access::attach(*made, slot.get(), width, height, 1);
        game(*made);
        canvas_access::finish(*made);
        CHECK(made->dropped() == 0);
        REQUIRE(screen->show(slot.get(), width, height).has_value());
        return screen->picture();
    }
};

constexpr color white{}, red{230, 60, 50, 255}, green{60, 200, 90, 255}, blue{70, 120, 240, 255},
    yellow{250, 210, 60, 255}, dark{24, 26, 34, 255}, glass{255, 255, 255, 90};

} // namespace

TEST_CASE("shapes look as in shapes.png")
{
    check_golden(
        drawing{}.draw([](canvas& on) {
            on.clear(dark);
            on.fill_rectangle({10, 10, 60, 40}, red);
            on.fill_rectangle({40, 30, 60, 40}, {70, 120, 240, 128});
            on.outline_rectangle({110, 10, 60, 40}, green);
            on.outline_rectangle({120, 20, 40, 20}, yellow, 4);
            on.fill_circle({220, 40}, 30, blue);
            on.outline_circle({290, 40}, 30, white);
            on.outline_circle({290, 40}, 20, yellow, 5);
            on.fill_circle({340, 20}, 3, red);
            on.fill_circle({350, 20}, 2, red);
            on.fill_circle({358, 20}, 1, red);
            on.fill_circle({360, 60}, 30, glass);
            on.fill_circle({380, 60}, 30, glass);
            on.fill_triangle({20, 140}, {60, 80}, {100, 140}, green);
            on.fill_triangle({60, 140}, {100, 80}, {140, 140}, {250, 210, 60, 128});
            for (int spoke = 0; spoke != 24; ++spoke) {
                const float angle = turn * static_cast<float>(spoke) / 24;
                const point out{std::cos(angle), std::sin(angle)};
                on.line({200 + 8 * out.x, 140 + 8 * out.y}, {200 + 55 * out.x, 140 + 55 * out.y}, white);
                on.line(
                    {330 + 12 * out.x, 150 + 12 * out.y}, {330 + 50 * out.x, 150 + 50 * out.y}, yellow, 3);
            }
            for (int step = 0; step != 8; ++step)
                on.line(
                    {10, 170 + 4.0f * static_cast<float>(step)},
                    {120, 200 + 12.0f * static_cast<float>(step)}, green);
            for (int size = 1; size != 12; ++size) {
                const float x = 140 + 20 * static_cast<float>(size);
                on.outline_circle({x, 230}, static_cast<float>(size), red);
                on.fill_circle({x, 260}, static_cast<float>(size), red);
            }
        }),
        "shapes");
}

TEST_CASE("sprites look as in sprites.png")
{
    drawing made;
    const auto tile = made.tile;
    check_golden(
        made.draw([&](canvas& on) {
            on.clear({60, 64, 80, 255});
            on.sprite(tile, {10, 10, 16, 16});
            on.sprite(tile, {40, 10, 64, 64});
            on.sprite(tile, {120, 10, 60, 40});
            on.sprite(tile, {200, 10, 8, 8});
            on.sprite(tile, {220, 10, 64, 64}, {.source = {0, 0, 8, 8}});
            on.sprite(tile, {300, 10, 64, 64}, {.source = {8, 8, 8, 8}});
            for (int step = 0; step != 6; ++step) {
                const float x = 10 + 64 * static_cast<float>(step);
                on.sprite(tile, {x, 100, 48, 48}, {.rotation = turn * static_cast<float>(step) / 24});
                on.sprite(tile, {x, 165, 48, 48}, {.rotation = turn * static_cast<float>(step) / 4});
            }
            on.sprite(tile, {10, 230, 48, 48}, {.tint = red});
            on.sprite(tile, {74, 230, 48, 48}, {.tint = {255, 255, 255, 128}});
            on.sprite(tile, {138, 230, 48, 48}, {.tint = {60, 200, 90, 128}, .rotation = 0.5f});
            on.sprite({0x777, 16, 16}, {202, 230, 48, 48});
            on.sprite(tile, {266.5f, 230.25f, 48.5f, 48.5f});
            on.sprite(tile, {390, 230, -48, 48});
        }),
        "sprites");
}

TEST_CASE("text looks as in text.png")
{
    check_golden(
        drawing{}.draw([](canvas& on) {
            on.clear(dark);
            float y = 4;
            for (const float size : {12.0f, 16.0f, 20.0f, 24.0f, 32.0f, 48.0f}) {
                const auto taken = on.text({6, y}, "Score 0123 gjpqy \xc3\x84\xc3\x9f", {.size = size});
                on.outline_rectangle({6, y, taken.width, taken.height}, {70, 120, 240, 100});
                y += taken.height + 2;
            }
            on.fill_rectangle({0, 176, 400, 60}, {200, 205, 210, 255});
            on.text({6, 180}, "dark on light\nand two lines", {.size = 16, .fill = dark});
            on.text({140, 180}, "red", {.size = 24, .fill = red});
            on.text({200, 180}, "half", {.size = 24, .fill = {0, 0, 0, 128}});
            on.text({270, 180}, "box: \xe4\xb8\xad", {.size = 24, .fill = dark});
            on.push_transform({40, 240}, 0.3f);
            on.text({0, 0}, "rotated", {.size = 24, .fill = yellow});
            on.pop_transform();
            on.push_transform({160, 240}, 0, 2);
            on.text({0, 0}, "twice", {.size = 16, .fill = green});
            on.pop_transform();
            on.text({290.4f, 250.7f}, "between pixels", {.size = 12});
        }),
        "text");
}

TEST_CASE("clips, transforms, gradients and pixels look as in mixed.png")
{
    drawing made;
    check_golden(
        made.draw([&](canvas& on) {
            const auto pixels = canvas_access::use_pixels(on);
            for (std::uint32_t y = 0; y != height; ++y)
                for (std::uint32_t x = 0; x != width; ++x)
                    pixels[y * width + x] = (x ^ y) / 4 & 0x3f;
            on.push_clip({20, 20, 100, 80});
            on.fill_circle({70, 60}, 55, red);
            on.push_clip({60, 50, 100, 100});
            on.fill_rectangle({0, 0, 400, 300}, glass);
            on.pop_clip();
            on.pop_clip();
            for (int step = 0; step != 8; ++step) {
                on.push_transform(
                    {220, 70}, turn * static_cast<float>(step) / 8, 1 + static_cast<float>(step) / 8);
                on.fill_rectangle(
                    {20, -4, 30, 8}, {static_cast<std::uint8_t>(100 + 20 * step), 200, 80, 200});
                on.outline_rectangle({20, -4, 30, 8}, white);
                on.push_transform({40, 0}, turn / 8);
                on.fill_rectangle({-3, -3, 6, 6}, red);
                on.pop_transform();
                on.pop_transform();
            }
            using corner = canvas::vertex;
            const std::vector<corner> square{
                {{20, 140}, red, {0, 0}},
                {{140, 140}, green, {1, 0}},
                {{140, 260}, blue, {1, 1}},
                {{20, 260}, {255, 255, 255, 0}, {0, 1}}};
            const std::vector<std::uint32_t> two{0, 1, 2, 0, 2, 3};
            on.triangles({}, square, two);
            auto tiled = square;
            for (auto& at : tiled)
                at.position.x += 140;
            on.triangles(made.tile, tiled, two);
            // A disc of thin triangles, each half transparent: seams would show as spokes.
            std::vector<corner> disc{{{340, 200}, glass, {}}};
            std::vector<std::uint32_t> slices;
            for (std::uint32_t slice = 0; slice != 90; ++slice) {
                const float angle = turn * static_cast<float>(slice) / 90;
                disc.push_back({{340 + 55 * std::cos(angle), 200 + 55 * std::sin(angle)}, glass, {}});
                slices.insert(slices.end(), {0, slice + 1, slice == 89 ? 1 : slice + 2});
            }
            on.triangles({}, disc, slices);
        }),
        "mixed");
}
