#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <fstream>

using namespace respawn::test;

namespace {

bool says(const event& said, const char* field, std::string_view text)
{
    return said.at(field).get<std::string>().find(text) != std::string::npos;
}

bool is_there(int process_id)
{
    return ::kill(process_id, 0) == 0;
}

void require_no_frame_lost(const project& game)
{
    const dumped_state state{game / "end.state"};
    const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
    REQUIRE(numbers.size() > 20);
    REQUIRE(counts_up(numbers));
}

event of_generation(supervisor_run& run, const char* name, std::uint64_t generation)
{
    return run.wait_for(
        name, [&](const event& each) { return each.at("generation") == generation; });
}

std::vector<std::string> with(const std::vector<std::string>& more)
{
    std::vector<std::string> options{"--dump-state", "end.state", "--hang-timeout", "0.5"};
    options.insert(options.end(), more.begin(), more.end());
    return options;
}

} // namespace

TEST_CASE("a new build that crashes in its first second goes back to the build and the state before it")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, with({})};
    run.wait_for_frame(20);
    game.install(worker_program("crasher"), "10 played");
    const std::uint64_t first_frame = of_generation(run, "swapped", 2).at("frame");
    const event ended = run.wait_for("worker_ended");
    REQUIRE(ended.at("frame") == first_frame + 9);
    REQUIRE(says(ended, "next", "going back to generation 1 and frame " + std::to_string(first_frame - 1)));
    const event back = of_generation(run, "swapped", 1);
    REQUIRE(back.at("frame") == first_frame);
    REQUIRE(back.at("state") == "kept");
    run.wait_for_frame(first_frame + 20);
    run.quit();
    require_no_frame_lost(game);
}

TEST_CASE("a build that crashes after its first second is started again, from its last frame")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, with({"--fps", "240"})};
    run.wait_for_frame(20);
    game.install(worker_program("crasher"), "80 played");
    const event ended = run.wait_for("worker_ended");
    CAPTURE(ended.dump());
    const std::uint64_t frame = ended.at("frame");
    REQUIRE(says(ended, "next", "starting generation 2 again from frame " + std::to_string(frame - 1)));
    REQUIRE(of_generation(run, "swapped", 2).at("frame") == frame);
    run.quit();
    require_no_frame_lost(game);
}

TEST_CASE("what follows a crash is what --on-crash says")
{
    const project game;
    SECTION("hold")
    {
        game.install(worker_program("crasher"), "30 once");
        supervisor_run run{game, with({"--on-crash", "hold"})};
        REQUIRE(says(run.wait_for("worker_ended"), "next", "waiting for the next build"));
        run.order({"restart"});
        run.wait_for_frame(40);
        run.quit();
    }
    SECTION("back")
    {
        game.install(worker_program("counter"));
        supervisor_run run{game, with({"--on-crash", "back", "--fps", "240"})};
        run.wait_for_frame(20);
        game.install(worker_program("crasher"), "80 played");
        const event ended = run.wait_for("worker_ended");
        const std::uint64_t frame = ended.at("frame");
        REQUIRE(says(ended, "next", "going back to generation 1 and frame " + std::to_string(frame - 1)));
        REQUIRE(of_generation(run, "swapped", 1).at("frame") == frame);
        run.quit();
    }
    SECTION("wait")
    {
        game.install(worker_program("zoo_null_dereference"));
        supervisor_run run{game, with({"--on-crash", "wait"})};
        const event ended = run.wait_for("worker_ended");
        const int process = ended.at("pid");
        REQUIRE(says(ended, "next", "process " + std::to_string(process) + " stays as it is for a debugger"));
        REQUIRE(run.status().at("worker").is_null());
        REQUIRE(is_there(process));
        game.install(worker_program("counter"));
        REQUIRE(eventually([&] { return !is_there(process); }));
        run.wait_for_frame(40);
        run.quit();
    }
    SECTION("wait, in the first frame of a new build")
    {
        game.install(worker_program("counter"));
        supervisor_run run{game, with({"--on-crash", "wait"})};
        run.wait_for_frame(20);
        game.install(worker_program("zoo_crash_in_constructor"));
        const event ended = run.wait_for("worker_ended");
        REQUIRE(says(ended, "next", "r starts generation 2 again"));
        REQUIRE(says(ended, "next", "stays as it is for a debugger"));
        REQUIRE(is_there(ended.at("pid")));
        run.order({"back"});
        REQUIRE(run.status().at("generation") == 1);
        REQUIRE(eventually([&] { return !is_there(ended.at("pid")); }));
        run.quit();
    }
    require_no_frame_lost(game);
}

TEST_CASE("one can go back to earlier builds, and see which there are")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, with({})};
    run.wait_for_frame(10);
    for (const char* version : {"2", "3"}) {
        game.install(worker_program("counter"), version);
        of_generation(run, "swapped", static_cast<std::uint64_t>(version[0] - '0'));
    }
    run.order({"back"});
    REQUIRE(run.status().at("generation") == 2);
    run.order({"back", "1"});
    REQUIRE(run.status().at("generation") == 1);
    const program_result none = run.command({"back"});
    REQUIRE(none.exit_code == 1);
    REQUIRE(none.errors.find("there is no earlier generation") != std::string::npos);
    const program_result unknown = run.command({"back", "9"});
    REQUIRE(unknown.exit_code == 1);
    REQUIRE(unknown.errors.find("there is no generation 9") != std::string::npos);
    run.order({"back", "3"});

    const event all = event::parse(run.command({"generations", "--json"}).output);
    REQUIRE(all.size() == 3);
    for (std::size_t index = 0; index != 3; ++index) {
        CAPTURE(all[index].dump());
        REQUIRE(all[index].at("generation") == index + 1);
        REQUIRE(all[index].at("live") == (index == 2));
        REQUIRE(all[index].at("kept") == true);
        REQUIRE(all[index].at("frames") > 0);
        REQUIRE(all[index].at("bytes") > 10'000);
    }
    const std::string table = run.command({"generations"}).output;
    REQUIRE(table.find("plays") != std::string::npos);
    run.wait_for_frame(run.frame() + 5);
    run.quit();
    require_no_frame_lost(game);
}

TEST_CASE("builds that never played neither push out those that did, nor does one go back to them")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, with({})};
    run.wait_for_frame(10);
    game.install(worker_program("counter"), "2");
    of_generation(run, "swapped", 2);
    for (int broken = 3; broken != 10; ++broken) {
        game.install(worker_program("zoo_crash_in_initialiser"), std::to_string(broken));
        of_generation(run, "refused", static_cast<std::uint64_t>(broken));
    }
    run.order({"back"});
    REQUIRE(run.status().at("generation") == 1);
    run.order({"back", "2"});
    REQUIRE(run.status().at("generation") == 2);
    // Of those that did not play only the newest are left.
    REQUIRE(run.command({"back", "4"}).errors.find("is not kept any more") != std::string::npos);
    run.quit();
    require_no_frame_lost(game);
}

TEST_CASE("when the game crashes while a newer build warms up, that build takes over")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, with({})};
    const int process = run.wait_for("swapped").at("pid");
    run.wait_for_frame(20);
    game.install(worker_program("slow_starter"));
    of_generation(run, "staged", 2);
    // It waits for the file "go".
    REQUIRE(eventually([&] {
        const event next = run.status().at("next");
        return !next.is_null() && next.at("generation") == 2;
    }));
    ::kill(process, SIGKILL);
    REQUIRE(says(run.wait_for("worker_ended"), "next", "generation 2 is to take over"));
    std::ofstream{game / "go"} << "now";
    REQUIRE(of_generation(run, "swapped", 2).at("state") == "kept");
    run.wait_for_frame(run.frame() + 5);
    run.quit();
    require_no_frame_lost(game);
}

TEST_CASE("a frame that is under way when the session ends is finished, and counts")
{
    const project game;
    game.install(worker_program("slow"));
    supervisor_run run{game, with({"--fps", "0"})};
    run.wait_for_frame(3);
    const event stopped = run.quit();
    const dumped_state state{game / "end.state"};
    const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
    REQUIRE(stopped.at("frame") == numbers.size());
    REQUIRE(stopped.at("frames_committed") == numbers.size());
    REQUIRE(counts_up(numbers));
}
