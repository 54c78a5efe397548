#include "catch.hpp"

#include "slot_memory.hpp"
#include "virtual_screen.hpp"

#include "shared/input/input_queue.hpp"
#include "supervisor/display/display.hpp"
#include "worker/source/canvas/canvas_access.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

#include <signal.h>

using namespace respawn;
using player::event_kind;
using supervisor::display;

namespace {

/// A display with a window on an X server of its own, and what its player does.
struct open_window {
    test::virtual_screen server;
    std::unique_ptr<display> screen = display::create({320, 240, false, "window test"}).value();
    player::input_queue input;
    player::region_data told{};
    std::vector<player::event_data> events; ///< all until now

    /// Takes input until `happened`, 10 seconds at most.
    template <class Condition>
    [[nodiscard]] bool wait(Condition happened)
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
        while (!happened()) {
            if (std::chrono::steady_clock::now() > deadline)
                return false;
            std::this_thread::yield();
            screen->pump(input);
            input.take(told);
            events.insert(events.end(), told.events, told.events + told.event_count);
        }
        return true;
    }

    [[nodiscard]] bool has(event_kind kind, unsigned code) const
    {
        return std::any_of(
            events.begin(), events.end(),
            [&](const auto& event) {
                return event.kind == static_cast<std::uint16_t>(kind) && event.code == code;
            });
    }
};

void draw_shapes(const test::slot_memory& slot, std::uint32_t width, std::uint32_t height)
{
    const auto made = canvas_access::make();
    canvas_access::attach(*made, slot.get(), width, height, 1);
    made->clear({24, 26, 34, 255});
    made->fill_circle({100, 100}, 60, {230, 60, 50, 255});
    made->fill_rectangle({120, 40, 80, 80}, {70, 120, 240, 128});
    made->line({3, 200}, {300, 20}, {255, 255, 0, 255});
    made->text({20, 20}, "Hello, window", {.size = 32});
    canvas_access::finish(*made);
}

std::vector<std::uint32_t> colors(const presentation::image& picture)
{
    auto pixels = picture.pixels;
    std::for_each(pixels.begin(), pixels.end(), [](auto& pixel) { pixel &= 0xffffff; });
    return pixels;
}

/// Do all but a few pixels have nearly the same colours?
bool is_nearly(const std::vector<std::uint32_t>& seen, const std::vector<std::uint32_t>& expected)
{
    const auto differs = [](std::uint32_t a, std::uint32_t b) {
        const auto far = [&](int shift) {
            return std::abs(static_cast<int>(a >> shift & 0xff) - static_cast<int>(b >> shift & 0xff)) > 2;
        };
        return far(0) || far(8) || far(16);
    };
    std::size_t different = 0;
    for (std::size_t pixel = 0; pixel != seen.size(); ++pixel)
        different += differs(seen[pixel], expected[pixel]);
    return different < seen.size() / 500;
}

} // namespace

TEST_CASE("a window shows the same pixels as a headless display, also after it was resized")
{
    open_window window;
    const test::window_from_outside outside{"window test"};
    REQUIRE(outside.found());
    const auto headless = display::create({320, 240, true, ""}).value();
    const test::slot_memory slot;

    draw_shapes(slot, 320, 240);
    REQUIRE(window.screen->show(slot.get(), 320, 240).has_value());
    REQUIRE(headless->show(slot.get(), 320, 240).has_value());
    CHECK(window.wait([&] { return colors(outside.pixels()) == colors(headless->picture()); }));

    test::window_from_outside{"window test"}.resize(400, 260);
    REQUIRE(window.wait([&] { return window.told.width == 400 && window.told.height == 260; }));
    CHECK(window.screen->size() == std::pair{400, 260});
    draw_shapes(slot, 400, 260);
    REQUIRE(window.screen->show(slot.get(), 400, 260).has_value());
    REQUIRE(headless->show(slot.get(), 400, 260).has_value());
    CHECK(window.wait([&] { return colors(outside.pixels()) == colors(headless->picture()); }));
}

TEST_CASE("a picture smaller than the window is shown in its top left corner with black around it")
{
    open_window window;
    const test::slot_memory slot;
    slot.header() = {1, 64, 64, 0x112233, 0, 0, 0, 0, {}};
    REQUIRE(window.screen->show(slot.get(), 64, 64).has_value());
    const test::window_from_outside outside{"window test"};
    CHECK(window.wait([&] {
        const auto seen = colors(outside.pixels());
        return seen[63 * 320 + 63] == 0x112233 && seen[63 * 320 + 64] == 0 && seen[64 * 320 + 63] == 0;
    }));
}

TEST_CASE("the accelerated renderer shows the same picture, except for rounding")
{
    REQUIRE(::setenv("RESPAWN_RENDERER", "accelerated", 1) == 0);
    open_window window;
    ::unsetenv("RESPAWN_RENDERER");
    const test::slot_memory slot;
    draw_shapes(slot, 320, 240);
    REQUIRE(window.screen->show(slot.get(), 320, 240).has_value());
    const test::window_from_outside outside{"window test"};
    const auto expected = colors(window.screen->picture());
    CHECK(window.wait([&] { return is_nearly(colors(outside.pixels()), expected); }));
}

TEST_CASE("keys and the close button of a window become input")
{
    open_window window;
    test::window_from_outside outside{"window test"};
    outside.focus();
    CHECK(window.wait([&] { return window.told.focused; }));
    outside.press("Left");
    CHECK(window.wait(
        [&] { return window.has(event_kind::key_down, 80) && window.has(event_kind::key_up, 80); }));
    outside.press("a");
    CHECK(
        window.wait([&] { return window.has(event_kind::key_down, 4) && window.has(event_kind::text, 0); }));

    CHECK_FALSE(window.input.close_requested());
    outside.click_close();
    CHECK(window.wait([&] { return window.told.close_requested != 0; }));
}

TEST_CASE("a window shows the overlay, of which its own keys are not the game's")
{
    open_window window;
    test::window_from_outside outside{"window test"};
    const test::slot_memory slot;
    draw_shapes(slot, 320, 240);
    REQUIRE(window.screen->show(slot.get(), 320, 240).has_value());
    CHECK(window.wait([&] { return colors(outside.pixels()) == colors(window.screen->picture()); }));

    supervisor::overlay_content held;
    held.ending =
        supervisor::ending_report{"The game crashed", "Generation 1 died.", supervisor::mood::bad, {}};
    held.ending->stack.threads.push_back({"", std::vector<supervisor::stack_line>(60, {"f", "f.cpp", 1})});
    held.keys = {{'r', "starts again"}, {'R', "starts afresh"}};
    window.screen->set_overlay(held);
    const auto shown = window.screen->window_picture();
    CHECK(window.wait([&] { return colors(outside.pixels()) == colors(shown); }));
    CHECK(colors(shown) != colors(window.screen->picture()));

    outside.focus();
    CHECK(window.wait([&] { return window.told.focused; }));
    outside.press("r");
    std::string typed;
    CHECK(window.wait([&] { return (typed += window.screen->take_keys()) == "r"; }));
    outside.press("Down");
    CHECK(window.wait([&] { return colors(window.screen->window_picture()) != colors(shown); }));
    outside.press("x");
    CHECK(window.wait([&] { return window.has(event_kind::key_down, 27); }));
    CHECK_FALSE(window.has(event_kind::key_down, 21)); // r
    CHECK_FALSE(window.has(event_kind::key_down, 81)); // Down

    window.screen->set_overlay({});
    CHECK(window.wait([&] { return colors(outside.pixels()) == colors(window.screen->picture()); }));
    outside.press("r");
    CHECK(window.wait([&] { return window.has(event_kind::key_down, 21); }));
    CHECK(window.screen->take_keys().empty());
}

TEST_CASE("the accelerated renderer shows the same overlay, except for rounding")
{
    REQUIRE(::setenv("RESPAWN_RENDERER", "accelerated", 1) == 0);
    open_window window;
    ::unsetenv("RESPAWN_RENDERER");
    supervisor::overlay_content paused;
    paused.banner = "paused at frame 8123";
    window.screen->set_overlay(paused);
    const test::window_from_outside outside{"window test"};
    const auto expected = colors(window.screen->window_picture());
    CHECK(window.wait([&] { return is_nearly(colors(outside.pixels()), expected); }));
}

TEST_CASE("a window leaves the signals to the run loop")
{
    struct sigaction before {
    }, after{};
    for (const int signal : {SIGINT, SIGTERM}) {
        ::sigaction(signal, nullptr, &before);
        const open_window window;
        ::sigaction(signal, nullptr, &after);
        CHECK(after.sa_handler == before.sa_handler);
    }
}
