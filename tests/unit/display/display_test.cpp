#include "catch.hpp"

#include "slot_memory.hpp"

#include "shared/input/input_queue.hpp"
#include "supervisor/display/display.hpp"
#include "supervisor/display/png_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <unistd.h>

using namespace respawn;
using supervisor::display;

namespace {

std::unique_ptr<display> headless(int width, int height)
{
    return display::create({width, height, true, "test"}).value();
}

void fill(const test::slot_memory& slot, std::uint64_t frame, std::uint32_t size, std::uint32_t color)
{
    slot.header() = {frame, size, size, color, 0, 0, 0, 0, {}};
}

bool is_all(const presentation::image& picture, std::uint32_t color)
{
    return std::all_of(
        picture.pixels.begin(), picture.pixels.end(),
        [&](auto pixel) { return (pixel & 0xffffff) == color; });
}

} // namespace

TEST_CASE("a headless display is black at first, and then what was shown last")
{
    const auto screen = headless(100, 80);
    CHECK(screen->size() == std::pair{100, 80});
    CHECK(screen->picture().width == 100);
    CHECK(screen->picture().height == 80);
    CHECK(is_all(screen->picture(), 0));

    const test::slot_memory slot;
    fill(slot, 1, 64, 0xff102030);
    REQUIRE(screen->show(slot.get(), 64, 64).has_value());
    CHECK(screen->picture().width == 64);
    CHECK(is_all(screen->picture(), 0x102030));

    slot.header().has_pixels = 1;
    std::fill_n(slot.pixels(), 64 * 64, 0x00aabbcc);
    REQUIRE(screen->show(slot.get(), 64, 64).has_value());
    std::fill_n(slot.pixels(), 64 * 64, 0u);
    screen->repeat();
    CHECK(is_all(screen->picture(), 0xaabbcc));
}

TEST_CASE("a picture that is refused leaves the one before")
{
    const auto screen = headless(64, 64);
    const test::slot_memory slot;
    fill(slot, 1, 64, 0x102030);
    REQUIRE(screen->show(slot.get(), 64, 64).has_value());

    fill(slot, 2, 64, 0x405060);
    CHECK_FALSE(screen->show(slot.get(), 65, 64).has_value());
    slot.header().command_count = 1;
    slot.commands()[0].index_count = 3;
    CHECK_FALSE(screen->show(slot.get(), 64, 64).has_value());
    slot.header().vertex_count = 0xffffffff;
    CHECK_FALSE(screen->show(slot.get(), 64, 64).has_value());
    CHECK(is_all(screen->picture(), 0x102030));
}

TEST_CASE("a picture that takes too long to draw is shown in part, and that is said")
{
    const auto screen = headless(64, 64);
    const test::slot_memory slot;
    fill(slot, 7, 64, 0);
    slot.header().vertex_count = 3;
    slot.header().index_count = slot.header().command_count = 0;
    const float far = 1000;
    slot.vertices()[0] = {-far, -far, 255, 255, 255, 255, 0, 0};
    slot.vertices()[1] = {far, -far, 255, 255, 255, 255, 0, 0};
    slot.vertices()[2] = {0, far, 255, 255, 255, 255, 0, 0};
    slot.header().index_count = 300'000;
    for (std::uint32_t index = 0; index != 300'000; ++index)
        slot.indices()[index] = index % 3;
    slot.header().command_count = 1;
    slot.commands()[0] = {0, 0, 0, 64, 64, 0, 300'000};

    const auto shown = screen->show(slot.get(), 64, 64);
    REQUIRE_FALSE(shown.has_value());
    CHECK(shown.error().sentence.starts_with("the picture of frame 7 is shown without its last shapes"));
    CHECK(is_all(screen->picture(), 0xffffff));
}

TEST_CASE("sizes are kept to what pictures can have")
{
    CHECK(headless(1, 100'000)->size() == std::pair{64, static_cast<int>(pictures::max_height)});
    player::input_queue input;
    headless(320, 200)->pump(input);
    player::region_data told{};
    input.take(told);
    CHECK(told.width == 320);
    CHECK(told.height == 200);
}

TEST_CASE("the font is a texture from the start, and save_png writes the last picture")
{
    const auto screen = headless(64, 64);
    REQUIRE(screen->textures().find(pictures::font_texture));
    const test::slot_memory slot;
    fill(slot, 1, 64, 0x102030);
    REQUIRE(screen->show(slot.get(), 64, 64).has_value());

    const auto path = "display_test_" + std::to_string(::getpid()) + ".png";
    REQUIRE(screen->save_png(path).has_value());
    CHECK(is_all(supervisor::read_png(path).value(), 0x102030));
    std::filesystem::remove(path);
    CHECK_FALSE(screen->save_png("/no/such/folder/a.png").has_value());
}

TEST_CASE("without a display the failure says so and names --headless")
{
    REQUIRE(::setenv("SDL_VIDEODRIVER", "no_such_driver", 1) == 0);
    const auto made = display::create({640, 480, false, "test"});
    ::unsetenv("SDL_VIDEODRIVER");
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().sentence.starts_with("there is no display to open a window on ("));
    CHECK(made.error().sentence.ends_with("); use --headless to run without"));
}

TEST_CASE("an unknown renderer is refused with those that there are")
{
    REQUIRE(::setenv("SDL_VIDEODRIVER", "dummy", 1) == 0);
    REQUIRE(::setenv("RESPAWN_RENDERER", "fast", 1) == 0);
    const auto made = display::create({640, 480, false, "test"});
    ::unsetenv("SDL_VIDEODRIVER");
    ::unsetenv("RESPAWN_RENDERER");
    REQUIRE_FALSE(made.has_value());
    CHECK(
        made.error().sentence ==
        "RESPAWN_RENDERER is \"fast\"; set it to software or accelerated, or unset it");
}
