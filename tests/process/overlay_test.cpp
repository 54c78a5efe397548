#include "catch.hpp"

#include "tests/support/screenshots.hpp"

#include <fstream>

using namespace respawn::test;

namespace {

bool is_the_game_alone(const supervisor_run& run, const project& game)
{
    return screenshot(run, game, true).pixels == screenshot(run, game, false).pixels;
}

} // namespace

TEST_CASE("a held game shows why over its last picture, until the next good frame")
{
    const project game;
    game.install(worker_program("crasher"), "30 always");
    supervisor_run run{game, {"--size", "640x480"}};
    run.wait_for("worker_ended");
    const event last = run.wait_for("worker_ended");
    REQUIRE(last.at("next").get<std::string>().find("waiting for the next build") != std::string::npos);
    REQUIRE(count(screenshot(run, game, true), red_strip) > 1000);
    REQUIRE(count(screenshot(run, game, false), red_strip) == 0);

    game.install(worker_program("counter"));
    run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(count(screenshot(run, game, true), red_strip) == 0);
    // The notice of the swap goes by itself.
    REQUIRE_FALSE(is_the_game_alone(run, game));
    REQUIRE(eventually([&] { return is_the_game_alone(run, game); }));
    run.quit();
}

TEST_CASE("a crash that was made up for is told over the playing game, and then no more")
{
    const project game;
    game.install(worker_program("crasher"), "30 once");
    supervisor_run run{game, {"--size", "640x480"}};
    run.wait_for("worker_ended");
    const event again = run.wait_for("swapped");
    const auto told = screenshot(run, game, true);
    const auto strip = count(told, red_strip);
    REQUIRE(strip > 20);
    REQUIRE(strip < 1000);
    REQUIRE(eventually([&] { return is_the_game_alone(run, game); }));
    run.quit();
}

TEST_CASE("the errors of a failed build are shown over the playing game until the next build")
{
    const project game;
    game.prepare(worker_program("counter"), "1", game / "build/good");
    write_file(game / "compile.sh", "cp build/good build/new && mv build/new build/game\n");
    supervisor_run run{game, {"--size", "640x480", "--build", "sh compile.sh", "--watch", "compile.sh"}};
    run.wait_for("swapped");
    REQUIRE(count(screenshot(run, game, true), blue_place) == 0);

    write_file(
        game / "compile.sh",
        "echo \"ball.cpp:41:12: error: 'struct ball' has no member named 'speed'\"; exit 1\n");
    run.wait_for("build_failed");
    REQUIRE(eventually([&] { return count(screenshot(run, game, true), blue_place) > 20; }));
    REQUIRE(count(screenshot(run, game, true), red_strip) > 1000);
    REQUIRE(count(screenshot(run, game, false), red_strip) == 0);
    const auto frame = run.frame();
    run.wait_for_frame(frame + 5);

    write_file(game / "compile.sh", "cp build/good build/new && mv build/new build/game\n# mended\n");
    run.wait_for("build_succeeded");
    REQUIRE(eventually([&] { return count(screenshot(run, game, true), red_strip) == 0; }));
    run.quit();
}

TEST_CASE("a first build that fails is shown before anything was played")
{
    const project game;
    write_file(game / "compile.sh", "echo \"ball.cpp:41:12: error: no\"; exit 1\n");
    supervisor_run run{game, {"--size", "640x480", "--build", "sh compile.sh", "--watch", "compile.sh"}};
    run.wait_for("build_failed");
    REQUIRE(eventually([&] { return count(screenshot(run, game, true), blue_place) > 20; }));
    run.quit();
}

TEST_CASE("a paused game says so until it goes on")
{
    const project game;
    game.install(worker_program("painter"), "blue");
    supervisor_run run{game, {"--size", "640x480"}};
    run.wait_for_frame(3);
    REQUIRE(is_the_game_alone(run, game));
    run.order({"pause"});
    REQUIRE(count(screenshot(run, game, true), amber_rim) > 100);
    run.order({"resume"});
    REQUIRE(is_the_game_alone(run, game));
    run.quit();
}
