#include "catch.hpp"

#include "supervisor/display/panel_layout.hpp"
#include "tests/support/screenshots.hpp"

#include <sstream>

using namespace respawn::test;
using respawn::supervisor::panel_box;
using respawn::supervisor::panel_layout;

namespace {

/// Of the panel and of a value in it that has just changed.
constexpr std::uint32_t rim = 0x464e62, changed_value = 0x624a18;

const panel_layout layout{640, 480};

std::string click(int frame, float x, float y)
{
    std::ostringstream lines;
    lines << frame << " mouse " << x << ' ' << y << '\n' << frame + 1 << " button left\n";
    return lines.str();
}

std::string click(int frame, const panel_box& where)
{
    return click(frame, where.left + 20, where.top + 5);
}

event value(const supervisor_run& run, const std::string& path)
{
    const program_result result = run.command({"inspect", path, "--json"});
    INFO(result.errors);
    REQUIRE(result.exit_code == 0);
    return event::parse(result.output).at("parts").at(0).at("value");
}

} // namespace

TEST_CASE("a player opens the panel, finds a value and changes it, and the game knows nothing of it")
{
    const project game;
    game.install(worker_program("inspectee"));
    write_file(
        game / "input.script",
        "10 key f12\n" + click(20, layout.search()) +
            "26 text \"lives\"\n32 key enter\n38 key enter\n44 text \"42\"\n50 key enter\n"
            "400 text \"!\"\n");
    supervisor_run run{game, {"--script", "input.script", "--size", "640x480"}};
    run.wait_for_frame(5);
    REQUIRE(eventually([&] { return count(screenshot(run, game, true), rim) > 300; }));
    REQUIRE(count(screenshot(run, game, false), rim) == 0);
    REQUIRE(eventually([&] { return value(run, "game.lives") == 42; }));
    REQUIRE(value(run, "game.lives_seen") == 42);
    run.quit();
}

TEST_CASE("a double click begins to change a value, and what changes is marked")
{
    const project game;
    game.install(worker_program("inspectee"));
    const float x = layout.value_left() + 5, y = layout.row(2).top + 5;
    write_file(
        game / "input.script", "10 key f12\n" + click(20, layout.row(0)) + click(30, x, y) +
                                   "33 button left\n40 text \"-5\"\n46 key enter\n400 text \"!\"\n");
    supervisor_run run{game, {"--script", "input.script", "--size", "640x480"}};
    run.wait_for_frame(5);
    REQUIRE(eventually([&] { return value(run, "game.lives") == -5; }));
    // The ticks go on.
    REQUIRE(count(screenshot(run, game, true), changed_value) > 300);
    run.quit();
}
