#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <iostream>
#include <random>

using namespace respawn::test;

namespace {

/// Does things to a session that a bad day of a programmer could bring, one after the other at random.
class bad_day {
public:
    bad_day(const project& game, supervisor_run& run) : game_{game}, run_{run} {}

    void do_something()
    {
        switch (random_() % 14) {
        case 0:
        case 1:
            return game_.install(worker_program("counter"), std::to_string(random_()));
        case 2:
            return game_.overwrite(worker_program("counter"), std::to_string(random_()));
        case 3:
            return try_to({"restart"});
        case 4:
            return kill_worker(SIGKILL);
        case 5:
            return kill_worker(SIGSEGV);
        case 6:
            return kill_worker(random_() % 2 == 0 ? SIGSTOP : SIGTERM);
        case 7:
            return try_to({random_() % 2 == 0 ? "pause" : "resume"});
        case 8:
            return try_to({"step", std::to_string(1 + random_() % 5)});
        case 9:
            return game_.install(worker_program("crasher"), "0 first");
        case 10:
            return game_.install(worker_program("early_crasher"));
        case 11:
            return game_.install(worker_program("liar"), lies_[random_() % std::size(lies_)]);
        case 12:
            return write_file(
                game_.executable(), read_file(worker_program("counter")).substr(0, random_() % 100'000));
        default:
            return game_.install(worker_program("leaver"));
        }
    }

    /// Short, mostly: things are to happen while others are under way.
    std::chrono::milliseconds next_pause()
    {
        return std::chrono::milliseconds{random_() % 8 == 0 ? 300 : random_() % 40};
    }

private:
    void try_to(std::vector<std::string> command) const
    {
        // Whether it can be done depends on what else goes on.
        [[maybe_unused]] const program_result result = run_.command(std::move(command));
    }
    void kill_worker(int signal) const
    {
        const program_result result = run_.command({"status", "--json"});
        if (result.exit_code != 0)
            throw std::runtime_error{"the supervisor does not answer: " + result.errors};
        const event now = event::parse(result.output);
        if (!now.at("worker").is_null())
            ::kill(now.at("worker").at("pid").get<int>(), signal);
    }

    // Not the floods: what never gets ready makes `restart` wait for it.
    static constexpr const char* lies_[] = {"another version",       "random first packet",
                                            "random packets",        "descriptors that nobody wants",
                                            "done without a commit", "journal head out of range",
                                            "random record",         "an object of random bytes"};

    const project& game_;
    supervisor_run& run_;
    std::mt19937 random_{seed()};
};

} // namespace

TEST_CASE("after a minute of everything that can go wrong, the state is whole and the next build plays on")
{
    CAPTURE(seed());
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--dump-state", "end.state", "--fps", "200"}};
    run.wait_for("swapped");
    bad_day day{game, run};
    const auto end = std::chrono::steady_clock::now() + 60s;
    int count = 0;
    for (; std::chrono::steady_clock::now() < end; ++count) {
        day.do_something();
        REQUIRE(always([&] { return run.process().running(); }, day.next_pause()));
    }

    run.order({"resume"});
    game.install(worker_program("counter"), "the last");
    REQUIRE(eventually([&] {
        const event now = run.status();
        return !now.at("worker").is_null() &&
               read_file(now.at("worker").at("exe").get<std::string>()) == read_file(game.executable());
    }));
    const std::uint64_t frame = run.frame();
    run.wait_for_frame(frame + 50);
    const event stopped = run.quit();
    const dumped_state state{game / "end.state"};
    const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
    REQUIRE(numbers.size() == stopped.at("frame"));
    REQUIRE(counts_up(numbers));
    std::cout << count << " mishaps, " << run.events("swapped").size() << " swaps, "
              << run.events("worker_ended").size() << " workers ended, " << run.events("refused").size()
              << " refusals, " << numbers.size() << " frames\n";
}

TEST_CASE("a program that never connects is given up after ten seconds")
{
    const project game;
    game.install(worker_program("mute"));
    const program_result result =
        run_program(game.respawn({"run", "--headless", game.executable().string()}));
    INFO(result.errors);
    REQUIRE(result.exit_code == 1);
    REQUIRE(result.errors.find("did not connect within 10.0 s") != std::string::npos);
}

TEST_CASE("a warm-up of more than ten seconds is told, and goes on")
{
    const project game;
    game.install(worker_program("slow_starter"));
    supervisor_run run{game};
    const event said = run.wait_for("notice");
    INFO(said.dump());
    REQUIRE(said.dump().find("generation 1 (process ") != std::string::npos);
    REQUIRE(said.dump().find("has been warming up for 10 s") != std::string::npos);
    REQUIRE(said.dump().find("nobody plays meanwhile") != std::string::npos);
    const event next = run.status().at("next");
    REQUIRE(next.at("generation") == 1);
    REQUIRE(next.at("ready") == false);
    REQUIRE(next.at("waiting_ms") >= 10'000);
    const event stack = run.wait_for("stack");
    REQUIRE(stack.at("warming_up") == true);
    REQUIRE(stack.dump().find("slow_starter.cpp") != std::string::npos);
    write_file(game / "go", "");
    run.wait_for("swapped");
    run.quit();
}

TEST_CASE("nobody waits longer than ten seconds for a worker that warms up, and the one before plays on")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for("swapped");
    game.install(worker_program("slow_starter"));
    run.wait_for("staged");
    const program_result restart = run.command({"restart"});
    REQUIRE(restart.exit_code == 1);
    REQUIRE(restart.errors.find("has been warming up for 10 s") != std::string::npos);
    REQUIRE(restart.errors.find("generation 1 plays on meanwhile") != std::string::npos);
    REQUIRE(run.command({"status"}).output.find("next    generation 2, pid ") != std::string::npos);
    REQUIRE(run.command({"generations"}).output.find("is to take over") != std::string::npos);
    run.wait_for_frame(run.frame() + 10);
    run.order({"back", "1"});
    REQUIRE(run.status().at("next").is_null());
    run.quit();
}
