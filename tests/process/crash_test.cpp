#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <random>

using namespace respawn::test;

namespace {

bool says(const event& said, const char* field, std::string_view text)
{
    return said.at(field).get<std::string>().find(text) != std::string::npos;
}

std::vector<std::uint64_t> counted(const project& game)
{
    const dumped_state state{game / "end.state"};
    return state.read_vector<std::uint64_t>(state.root("counter"));
}

const std::vector<std::string> dump{"--dump-state", "end.state"};

} // namespace

TEST_CASE("of a first build that crashes before it plays, the keys that help are told")
{
    const project game;
    game.install(worker_program("early_crasher"));
    supervisor_run run{game, {"--dump-state", "end.state"}};
    const event last = run.wait_for("worker_ended", [](const event& each) {
        return each.at("next").get<std::string>().find("waiting for the next build") != std::string::npos;
    });
    REQUIRE(
        last.at("next") ==
        "waiting for the next build (twice in the same frame); r starts generation 1 again, R starts afresh");
    run.quit();
}

TEST_CASE("a worker that dies is started again from the last committed frame")
{
    const project game;
    game.install(worker_program("crasher"), "30 once");
    supervisor_run run{game, {"--dump-state", "end.state", "--frames", "100"}};
    run.wait_for("swapped");
    const event ended = run.wait_for("worker_ended");
    REQUIRE(says(ended, "how", "SIGSEGV"));
    REQUIRE(says(ended, "next", "starting generation 1 again from frame 29"));
    REQUIRE(ended.at("frame") == 30);
    const event again = run.wait_for("swapped");
    REQUIRE(again.at("frame") == 30);
    REQUIRE(again.at("state") == "kept");
    REQUIRE(again.at("generation") == 1);
    run.wait_until_stopped();
    REQUIRE(counted(game).size() == 100);
    REQUIRE(counts_up(counted(game)));
}

TEST_CASE("a worker that dies again in the same frame is waited for, picture and state in place")
{
    const project game;
    game.install(worker_program("crasher"), "30 always");
    supervisor_run run{game, {"--dump-state", "end.state", "--size", "64x48"}};
    REQUIRE(says(run.wait_for("worker_ended"), "next", "starting generation 1 again"));
    REQUIRE(says(run.wait_for("worker_ended"), "next", "waiting for the next build"));
    REQUIRE(run.status().at("worker").is_null());
    REQUIRE(run.frame() == 29);

    SECTION("the last picture can still be looked at")
    {
        run.order({"screenshot", "held.png"});
        REQUIRE(read_file(game / "held.png").size() > 50);
        run.order({"screenshot", "again.png"});
        REQUIRE((read_file(game / "held.png") == read_file(game / "again.png")));
        const project other;
        other.install(worker_program("painter"), "red");
        supervisor_run same{other, {"--size", "64x48"}};
        same.wait_for_frame(3);
        same.order({"screenshot", "red.png"});
        REQUIRE((read_file(other / "red.png") == read_file(game / "held.png")));
        same.quit();
    }
    SECTION("a restart is tried, and says what came of it")
    {
        const program_result restart = run.command({"restart"});
        REQUIRE(restart.exit_code == 1);
        REQUIRE(restart.errors.find("SIGSEGV") != std::string::npos);
        REQUIRE(run.status().at("worker").is_null());
    }
    SECTION("a step says that there is no worker")
    {
        const program_result step = run.command({"step"});
        REQUIRE(step.exit_code == 1);
        REQUIRE(step.errors.find("no worker") != std::string::npos);
        run.order({"resume"});
    }
    game.install(worker_program("counter"));
    const event next = run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(next.at("frame") == 30);
    REQUIRE(next.at("state") == "kept");
    run.wait_for_frame(40);
    run.quit();
    REQUIRE(counted(game).size() >= 40);
    REQUIRE(counts_up(counted(game)));
}

TEST_CASE("a worker that is killed from outside is started again each time")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, dump};
    int process = run.wait_for("swapped").at("pid");
    for (int times = 0; times != 5; ++times) {
        run.wait_for_frame(run.frame() + 10);
        ::kill(process, SIGKILL);
        const event ended = run.wait_for("worker_ended");
        REQUIRE(says(ended, "how", "SIGKILL"));
        // Three times in five seconds are too often to be tried again.
        if (says(ended, "next", "waiting"))
            run.order({"restart"});
        process = run.wait_for("swapped").at("pid");
    }
    run.quit();
    REQUIRE(counts_up(counted(game)));
}

TEST_CASE("a commit is there as a whole or not at all, wherever its author is killed")
{
    const std::string journal = GENERATE("64M", "1M"); // 8 MiB fit the ring, and don't
    CAPTURE(journal, seed());
    std::mt19937 random{seed()};
    const project game;
    game.install(worker_program("large_commit"));
    supervisor_run run{game, {"--fps", "0", "--journal", journal, "--dump-state", "end.state"}};
    for (int times = 0; times != 25; ++times) {
        const int process = run.wait_for("swapped").at("pid");
        REQUIRE(always([&] { return run.process().running(); }, std::chrono::milliseconds{random() % 40}));
        ::kill(process, SIGKILL);
        // Killed twice in one frame, it waits for a build or for this:
        if (says(run.wait_for("worker_ended"), "next", "waiting"))
            run.order({"restart"});
    }
    run.wait_for("swapped");
    const event stopped = run.quit();
    const dumped_state state{game / "end.state"};
    const auto words = state.read_vector<std::uint64_t>(state.root("large"));
    std::size_t wrong = 0;
    for (std::size_t index = 0; index != words.size(); ++index)
        wrong += words[index] != stopped.at("frame").get<std::uint64_t>() * index;
    REQUIRE(words.size() == (8 << 20) / sizeof words[0]);
    REQUIRE(wrong == 0);
}

TEST_CASE("a new build that dies before or in its first frame leaves the old worker playing")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, dump};
    const event first = run.wait_for("swapped");
    SECTION("before it takes over")
    {
        game.install(worker_program("early_crasher"));
    }
    SECTION("in its first frame")
    {
        game.install(worker_program("crasher"), "0 first");
    }
    const event ended = run.wait_for("worker_ended");
    REQUIRE(says(ended, "how", "SIGSEGV"));
    REQUIRE(says(ended, "next", "generation 1 plays on"));
    run.wait_for_frame(run.frame() + 20);
    REQUIRE(run.worker_process_id() == first.at("pid"));
    run.quit();
    REQUIRE(counts_up(counted(game)));
}

TEST_CASE("a worker that leaves main by itself is started again, once for a frame")
{
    const project game;
    game.install(worker_program("leaver"));
    supervisor_run run{game, dump};
    const event first = run.wait_for("worker_ended");
    REQUIRE(says(first, "how", "exited with code 3"));
    // Leaving main ended its frame, which is committed.
    REQUIRE(says(first, "next", "starting generation 1 again from frame 30"));
    run.wait_for_frame(40);
    run.quit();
    REQUIRE(counts_up(counted(game)));
}

TEST_CASE("a worker that never finishes its frame is given up for a newer one")
{
    const project game;
    game.install(worker_program("hanger"));
    supervisor_run run{game, dump};
    run.wait_for_frame(29);
    game.install(worker_program("counter"));
    REQUIRE(says(run.wait_for("worker_ended"), "how", "did not finish its frame"));
    REQUIRE(run.wait_for("swapped").at("frame") == 30);
    run.wait_for_frame(40);
    run.quit();
    REQUIRE(counts_up(counted(game)));
}

TEST_CASE("a new build that hangs in its first frame is given up, and the old worker plays on")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, dump};
    const event first = run.wait_for("swapped");
    game.install(worker_program("hanger"), "first");
    const event ended = run.wait_for("worker_ended");
    REQUIRE(says(ended, "how", "did not finish its frame within 2.0 s"));
    REQUIRE(says(ended, "next", "generation 1 plays on"));
    run.wait_for_frame(run.frame() + 20);
    REQUIRE(run.worker_process_id() == first.at("pid"));
    run.quit();
    REQUIRE(counts_up(counted(game)));
}

TEST_CASE("a frame inside of a frame is refused, by a sentence")
{
    const project game;
    game.install(worker_program("nester"));
    supervisor_run run{game};
    REQUIRE(says(run.wait_for("worker_ended"), "how", "exited with code 7"));
    run.quit();
    REQUIRE(run.errors().find("next_frame() was called before the last frame ended") != std::string::npos);
}

TEST_CASE("a frame left by an exception is dropped, and its number comes again")
{
    const project game;
    game.install(worker_program("thrower"));
    supervisor_run run{game, {"--dump-state", "end.state", "--frames", "95", "--fps", "0"}};
    REQUIRE(run.wait_until_stopped().at("frames_committed") == 95);
    const dumped_state state{game / "end.state"};
    const auto attempts = state.root("attempts");
    REQUIRE(state.read_vector<std::uint64_t>(attempts).size() == 95);
    REQUIRE(counts_up(state.read_vector<std::uint64_t>(attempts)));
    constexpr std::uint64_t size_of_vector = 24;
    REQUIRE(state.read<std::uint64_t>(attempts + size_of_vector) == 9);
}

TEST_CASE("a slow game loses ticks and no frames")
{
    const project game;
    game.install(worker_program("slow"));
    supervisor_run run{game, {"--dump-state", "end.state", "--frames", "20", "--fps", "60"}};
    const event stopped = run.wait_until_stopped();
    REQUIRE(stopped.at("frames_committed") == 20);
    REQUIRE(stopped.at("late_frames") > 19);
    REQUIRE(counts_up(counted(game)));
}
