#include "catch.hpp"

#include "tests/support/supervisor_run.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace respawn::test;

namespace {

std::string given(const supervisor_run& run, const std::string& what)
{
    return run.command({"inspect", "given." + what}).output;
}

void play_next(const project& game, supervisor_run& run, const char* worker)
{
    game.install(worker_program(worker));
    const event swapped = run.wait_for("swapped");
    run.wait_for_frame(swapped.at("frame").get<std::uint64_t>() + 1);
}

} // namespace

TEST_CASE("the window has the size that the game wishes for, and each frame its time, until a build wishes "
          "otherwise")
{
    const project game;
    game.install(worker_program("wisher_a"));
    // Played by a script, a frame stands for its time to the nanosecond.
    write_file(game / "empty.script", "");
    supervisor_run run{game, {"--script", "empty.script"}};
    run.wait_for("swapped");
    run.wait_for_frame(2);
    CHECK(given(run, "width") == "given.width: 200\n");
    CHECK(given(run, "height") == "given.height: 100\n");
    CHECK(given(run, "duration_ns") == "given.duration_ns: 20000000\n");
    play_next(game, run, "wisher_b");
    CHECK(given(run, "width") == "given.width: 240\n");
    CHECK(given(run, "duration_ns") == "given.duration_ns: 40000000\n");
    play_next(game, run, "wisher_c");
    CHECK(given(run, "width") == "given.width: 960\n");
    CHECK(given(run, "height") == "given.height: 720\n");
    CHECK(given(run, "duration_ns") == "given.duration_ns: 16666666\n");
    CHECK(run.events("notice").empty());
    const auto granted = run.events("wish_granted");
    REQUIRE(granted.size() == 3);
    CHECK(granted[0].at("width") == 200);
    CHECK(granted[0].at("fps") == 50);
    CHECK(granted[1].at("fps") == 25);
    CHECK(granted[2].at("height") == 720);
    CHECK(granted[2].at("fps") == 60);
    CHECK(granted[2].at("generation") == 3);
    run.quit();
}

TEST_CASE("what the user has said of size and pace comes before the game's wishes")
{
    const project game;
    game.install(worker_program("wisher_a"));
    // Played by a script, a frame stands for its time to the nanosecond.
    write_file(game / "empty.script", "");
    supervisor_run run{game, {"--size", "300x150", "--fps", "100", "--script", "empty.script"}};
    run.wait_for_frame(2);
    CHECK(given(run, "width") == "given.width: 300\n");
    CHECK(given(run, "height") == "given.height: 150\n");
    CHECK(given(run, "duration_ns") == "given.duration_ns: 10000000\n");
    CHECK(run.events("wish_granted").empty());
    CHECK(run.events("notice").empty());
    run.quit();
}
