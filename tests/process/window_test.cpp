#include "catch.hpp"

#include "tests/support/saved_state.hpp"
#include "tests/support/supervisor_run.hpp"
#include "tests/unit/display/virtual_screen.hpp"

#include <algorithm>
#include <memory>
#include <optional>

using namespace respawn::test;

namespace {

/// The window of that title, once it is there.
const window_from_outside& wait_for_window(std::optional<window_from_outside>& window, const char* title)
{
    REQUIRE(eventually([&] { return window.emplace(title).found(); }));
    return *window;
}

bool shows(const window_from_outside& window, std::uint32_t color)
{
    const auto picture = window.pixels();
    return std::count_if(picture.pixels.begin(), picture.pixels.end(), [&](auto pixel) {
               return (pixel & 0xffffff) == color;
           }) > 500;
}

} // namespace

TEST_CASE("a display that goes away ends the session as any other end does")
{
    const project game;
    game.install(worker_program("counter"));
    auto server = std::make_unique<virtual_screen>();
    supervisor_run run{game, {"--state", "kept.state", "--autosave", "0"}, {}, shown_in::window};
    run.wait_for_frame(20);
    server.reset();
    const event stopped = run.wait_for("stopped");
    REQUIRE(stopped.at("reason") == "the window's display is gone");
    run.process().wait();
    REQUIRE(run.process().ending() == "exit code 1");
    REQUIRE(read_state_file(game / "kept.state").frame == stopped.at("frame").get<std::uint64_t>());
    REQUIRE(std::filesystem::is_empty(game.runtime_folder() / "respawn"));
    REQUIRE(entries_in(game.folder()) == 3); // .respawn, build and the file
}

TEST_CASE("r, typed into the window of a held game, starts it again")
{
    constexpr std::uint32_t red_strip = 0xf66464, red_game = 0xff0000;
    const virtual_screen server;
    const project game;
    game.install(worker_program("crasher"), "30 once");
    supervisor_run run{game, {"--size", "640x480", "--on-crash", "hold"}, {}, shown_in::window};
    run.wait_for("worker_ended");
    std::optional<window_from_outside> window;
    wait_for_window(window, "game");
    REQUIRE(eventually([&] { return shows(*window, red_strip); }));
    window->focus();
    // The supervisor hears of the focus some time after it has it.
    REQUIRE(eventually([&] {
        window->press("r");
        return !run.events("swapped").empty() && run.frame() > 30;
    }));
    REQUIRE(eventually([&] { return shows(*window, red_game) && !shows(*window, red_strip); }));
    run.quit();
}

TEST_CASE("the window has the title and the size that the game wishes for, until a build wishes otherwise")
{
    const virtual_screen server;
    const project game;
    game.install(worker_program("wisher_a"));
    supervisor_run run{game, {}, {}, shown_in::window};
    std::optional<window_from_outside> window;
    const auto has_width = [&](std::uint32_t width) { return window->pixels().width == width; };
    wait_for_window(window, "A wish");
    REQUIRE(eventually([&] { return has_width(200); }));
    game.install(worker_program("wisher_b"));
    REQUIRE(eventually([&] { return has_width(240); }));
    game.install(worker_program("wisher_c"));
    wait_for_window(window, "game");
    REQUIRE(eventually([&] { return has_width(960); }));
    run.quit();
}
