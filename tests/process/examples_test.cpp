#include "catch.hpp"

#include "tests/support/screenshots.hpp"
#include "tests/unit/display/golden.hpp"

#include <functional>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// A game of examples/, and the moment of it that a golden picture has.
struct example {
    std::string program; ///< and the picture's name
    std::string script;  ///< in examples/
    std::string size;
    std::uint64_t frames = 0;
};

fs::path program_of(const example& shown)
{
    return fs::path{EXAMPLE_PROGRAMS} / shown.program;
}

std::string script_of(const example& shown)
{
    return (fs::path{EXAMPLES} / shown.script).string();
}

/// Plays on to that frame, and pauses there.
void step_to(const supervisor_run& run, std::uint64_t frame)
{
    const std::uint64_t now = run.frame();
    REQUIRE(now < frame);
    run.order({"step", std::to_string(frame - now)});
}

event value(const supervisor_run& run, const std::string& path)
{
    const program_result result = run.command({"inspect", path, "--json"});
    INFO(result.errors);
    REQUIRE(result.exit_code == 0);
    return event::parse(result.output).at("parts").at(0).at("value");
}

/// Plays an example to its moment, another build of it from the middle on, and looks at it there.
void play(
    const example& shown, const std::function<void(const supervisor_run&)>& look = [](auto&) {})
{
    const project game;
    game.install(program_of(shown));
    supervisor_run run{game, {"--size", shown.size, "--script", script_of(shown)}};
    REQUIRE(eventually([&] { return run.command({"pause"}).exit_code == 0; }));
    step_to(run, shown.frames / 2);
    game.install(program_of(shown), "another build");
    run.wait_for("staged", [](const event& each) { return each.at("generation") == 2; });
    step_to(run, shown.frames);
    const event swapped =
        run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(swapped.at("state") == "kept");
    check_golden(screenshot(run, game, false), "example_" + shown.program, 1);
    look(run);
    run.quit();
    REQUIRE(run.events("worker_ended").empty());
}

} // namespace

TEST_CASE("the counter has counted the same in two builds as in one")
{
    play(
        {"counter", "01-counter/count.script", "640x480", 100},
        [](const supervisor_run& run) { REQUIRE(value(run, "counter.count") == 12); });
}

TEST_CASE("a rally in pong goes on with another build")
{
    play(
        {"pong", "02-pong/play.script", "640x480", 290},
        [](const supervisor_run& run) { REQUIRE(value(run, "game.rally") == 2); });
}

TEST_CASE("knobs of Dear ImGui that were turned stay turned with another build")
{
    play(
        {"fountain", "03-imgui/tweak.script", "640x480", 160},
        [](const supervisor_run& run) {
            REQUIRE(value(run, "game.settings.drops_a_second") > 500);
            REQUIRE(value(run, "game.windows").get<std::string>().find("Fountain") != std::string::npos);
        });
}

TEST_CASE("threads of the game's own make the same waves in two builds as in one")
{
    play({"ripples", "04-threads/stir.script", "640x480", 140});
}

TEST_CASE("a hundred thousand things go on with another build")
{
    play(
        {"many", "05-many/follow.script", "640x480", 120},
        [](const supervisor_run& run) {
            REQUIRE(run.status().at("state_bytes") > 100'000 * 4 * sizeof(float));
        });
}

TEST_CASE("the platform game goes on in the middle of a jump with another build")
{
    play(
        {"platformer", "06-platformer/run.script", "640x480", 190},
        [](const supervisor_run& run) { REQUIRE(value(run, "game.deaths") == 0); });
}

TEST_CASE("the way home in the platform game can be walked")
{
    const example shown{"platformer", "06-platformer/run.script", "320x240", 0};
    const project game;
    game.install(program_of(shown));
    supervisor_run run{game, {"--size", shown.size, "--script", script_of(shown), "--fps", "0"}};
    run.wait_for("swapped");
    REQUIRE(eventually([&] { return value(run, "game.phase") == "won"; }));
    REQUIRE(value(run, "game.deaths") == 0);
    run.quit();
}

TEST_CASE("the port of an SDL2 game goes on with another build")
{
    play(
        {"delve", "port/delve.script", "960x640", 500},
        [](const supervisor_run& run) {
            REQUIRE(value(run, "game.depth") == 2);
            REQUIRE(value(run, "game.hero.hp") == 30);
        });
}

TEST_CASE("tetris goes on with another build")
{
    play({"tetris", "tetris/tour.script", "640x480", 300});
}
