#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/holdings.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <iostream>

#include <time.h>

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// Processor time that a process has used, in all its threads.
std::chrono::nanoseconds processor_time(int process_id)
{
    clockid_t clock{};
    timespec used{};
    if (process_id == 0)
        return 0ns;
    if (::clock_getcpuclockid(process_id, &clock) != 0 || ::clock_gettime(clock, &used) != 0)
        throw std::runtime_error{"process " + std::to_string(process_id) + " has no clock"};
    return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

/// Requires that supervisor and worker together come to use less than 1 % of a core over a second: a machine
/// that is busy with other things makes the same few wake-ups cost several times as much for a while.
void require_quiet(supervisor_run& run, const char* while_what)
{
    const int worker = run.worker_process_id();
    double percent = 0;
    const bool came_to_rest = eventually([&] {
        const auto before = processor_time(run.process_id()) + processor_time(worker);
        const auto begun = std::chrono::steady_clock::now();
        REQUIRE(always([&] { return run.process().running(); }, 1s));
        const auto used = processor_time(run.process_id()) + processor_time(worker) - before;
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begun;
        percent = std::chrono::duration<double>{used} / passed * 100;
        return percent < 1.0;
    });
    INFO(while_what << ": " << percent << " % of a core");
    REQUIRE(came_to_rest);
    std::cout << while_what << ": " << percent << " % of a core\n";
}

/// Median of the milliseconds from the new worker's connection to its first frame.
double median_attach(const project& game)
{
    constexpr std::size_t swaps = 50;
    // The first frame makes the whole root, which takes a busy machine longer than a frame may.
    supervisor_run run{game, {"--hang-timeout", "60"}};
    run.wait_for("swapped");
    run.wait_for_frame(3);
    std::vector<double> times;
    while (times.size() != swaps) {
        run.order({"restart"});
        const event stages = run.wait_for("swapped").at("stages_ms");
        times.push_back(
            stages.at("warm_up").get<double>() + stages.at("hand_over").get<double>() +
            stages.at("first_frame").get<double>());
    }
    run.quit();
    std::nth_element(times.begin(), times.begin() + swaps / 2, times.end());
    return times[swaps / 2];
}

} // namespace

TEST_CASE("a paused game uses next to nothing")
{
    const project game;
    game.install(worker_program("painter"), "red");
    supervisor_run run{game};
    run.wait_for_frame(10);
    run.order({"pause"});
    require_quiet(run, "paused");
    run.quit();
}

TEST_CASE("a session that waits for the next build uses next to nothing")
{
    const project game;
    game.install(worker_program("crasher"), "5 always");
    supervisor_run run{game};
    run.wait_for("worker_ended");
    run.wait_for("worker_ended");
    require_quiet(run, "waiting after a crash");
    run.quit();
}

TEST_CASE("a session that waits for its first build uses next to nothing")
{
    const project game;
    fs::create_directory(game / "src");
    supervisor_run run{game, {"--build", "false", "--watch", "src"}};
    run.wait_for("build_failed");
    require_quiet(run, "waiting for the first build");
    run.quit();
}

TEST_CASE("a session whose build runs uses next to nothing")
{
    const project game;
    game.install(worker_program("counter"));
    fs::create_directory(game / "src");
    supervisor_run run{game, {"--build", "test -e built && exec sleep 1000; touch built", "--watch", "src"}};
    run.wait_for_frame(3);
    write_file(game / "src/saved", "");
    run.wait_for("build_started", [](const event& each) { return !each.at("files").empty(); });
    run.order({"pause"});
    require_quiet(run, "paused while a build runs");
    run.quit();
}

TEST_CASE("descriptors, mappings and children of the supervisor are the same after 200 swaps as after 40")
{
    constexpr std::size_t few = 40, many = 200;
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--fps", "200", "--dump-state", "end.state"}};
    run.wait_for("swapped");
    const auto swap = [&](std::size_t number) {
        if (number % 4 == 0)
            game.install(worker_program("counter"), std::to_string(number));
        else
            run.order({"restart"});
        run.wait_for("swapped");
    };

    // The state before a new build's first 60 frames is kept until then.
    const auto settle = [&] {
        run.wait_for_frame(run.frame() + 61);
        return settled_holdings(run.process_id());
    };

    for (std::size_t number = 1; number <= few; ++number)
        swap(number);
    const holdings after_few = settle();
    for (std::size_t number = few + 1; number <= many; ++number)
        swap(number);
    const holdings after_many = settle();
    std::cout << "after " << few << " swaps " << text_of(after_few) << "; after " << many << " "
              << text_of(after_many) << "; " << entries_in(game / ".respawn/gen") << " generations on disk\n";
    REQUIRE((after_many == after_few));
    REQUIRE(entries_in(game / ".respawn/gen") < 10);
    run.quit();
    const dumped_state state{game / "end.state"};
    REQUIRE(counts_up(state.read_vector<std::uint64_t>(state.root("counter"))));
}

TEST_CASE("a root of 512 MiB attaches as fast as one of 1 MiB")
{
    // Copying, comparing or only reading 512 MiB takes far longer than this.
    constexpr double within_ms = 15;
    const project small, big;
    small.install(worker_program("big_root_1"));
    big.install(worker_program("big_root_512"));
    const double small_ms = median_attach(small);
    const double big_ms = median_attach(big);
    std::cout << "attach, median of 50: 1 MiB " << small_ms << " ms, 512 MiB " << big_ms << " ms\n";
    REQUIRE(big_ms < small_ms + within_ms);
}
