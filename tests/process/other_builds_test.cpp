#include "catch.hpp"

#include "examples/tetris/game.hpp"
#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <cstring>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t frame_count = 1100;

/// A game of tetris that is played by a script.
struct played_tetris {
    explicit played_tetris(const fs::path& program) : game{program} { run.wait_for("swapped"); }

    /// Plays on to the end, and gives what the game is then.
    tetris::game end()
    {
        const event stopped = run.wait_until_stopped();
        CHECK(stopped.at("frames_committed") == frame_count);
        CHECK(run.events("worker_ended").empty());
        const dumped_state state{game / "end.state"};
        return state.read<tetris::game>(state.root("game")); // the root's first field
    }

    struct built_project : project {
        explicit built_project(const fs::path& program) { install(program); }
    } game;
    supervisor_run run{
        game,
        {"--frames", std::to_string(frame_count), "--script", tetris_script().string(), "--dump-state",
         "end.state"}};
};

/// Of a build that this machine can't make, nothing can be shown.
bool is_built(const fs::path& program)
{
    const bool is = fs::exists(program);
    if (!is)
        WARN("left out: there is no " << program.filename().string() << ", whose compiler is not there");
    return is;
}

} // namespace

TEST_CASE("another game, to which nothing of the state belongs, is refused when it is named, and starts "
          "afresh on demand")
{
    struct built_project : project {
        built_project() { install(tetris_program()); }
    } game;
    supervisor_run run{game};
    const int tetris = run.wait_for("swapped").at("pid");
    const program_result refused = run.command({"swap", worker_program("slow_migrant_a").string()});
    CHECK(refused.exit_code == 1);
    INFO(refused.errors);
    CHECK(refused.errors.find("has no field of the tetris::state in the state") != std::string::npos);
    CHECK(refused.errors.find("'respawn reset' starts it afresh") != std::string::npos);
    CHECK(run.worker_process_id() == tetris);
    run.order({"save", "good.state"});
    const program_result loaded = run.command({"load", "good.state"});
    CHECK(loaded.exit_code == 1);
    CHECK(loaded.errors.find("has no field of the tetris::state in the state") != std::string::npos);
    CHECK(run.worker_process_id() == tetris);
    run.order({"reset"});
    CHECK(run.status().at("generation") == 2);
    SECTION("but not when it is a build")
    {
        game.install(tetris_program());
        CHECK(
            run.wait_for("swapped", [](const event& each) { return each.at("generation") == 3; })
                .at("state") == "migrated");
    }
    SECTION("nor when it is the game's own executable that is started by hand")
    {
        game.install(tetris_program());
        program_start by_hand;
        by_hand.program = game.executable();
        by_hand.folder = game.folder();
        by_hand.output = game / "by_hand.out";
        by_hand.errors = game / "by_hand.err";
        const program_run hand{by_hand};
        CHECK(
            run.wait_for("swapped", [](const event& each) { return each.at("generation") == 3; })
                .at("state") == "migrated");
        CHECK(run.events("refused").size() == 2); // the two above
    }
    run.quit();
}

TEST_CASE("a game of tetris moves from -O0 by g++ to -O2 by clang, to the address sanitizer, and back")
{
    const fs::path unoptimised = worker_program("tetris_unoptimised");
    played_tetris untouched{tetris_program()};
    played_tetris moved{unoptimised};
    std::uint64_t frame = 0;
    for (const fs::path& program :
         {worker_program("tetris_clang"), worker_program("tetris_sanitized"), unoptimised}) {
        if (!is_built(program))
            continue;
        CAPTURE(program);
        moved.run.wait_for_frame(frame += 250);
        moved.run.order({"swap", program.string()});
        const event swapped = moved.run.wait_for("swapped");
        INFO(swapped.dump());
        CHECK(swapped.at("state") == "kept");
        CHECK(swapped.at("frame") > frame);
        const event now = moved.run.status();
        CHECK(now.at("generation") == swapped.at("generation"));
        const fs::path plays = now.at("worker").at("exe").get<std::string>();
        CHECK(plays.filename() == program.filename());
        CHECK(read_file(plays) == read_file(program));
    }
    const tetris::game expected = untouched.end(), got = moved.end();
    CHECK(expected.score > 0);
    CHECK(got.score == expected.score);
    CHECK((got.cells == expected.cells));
    CHECK(std::memcmp(&got, &expected, sizeof got) == 0);
}
