#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/screenshots.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace respawn::test;

namespace {

/// A worker whose frame 30 is its last, always.
struct inhabitant {
    const char* name;
    std::vector<std::string> causes; ///< any of them
    const char* words;
};

std::vector<inhabitant> zoo()
{
    return {
        {"null_dereference", {"signal"}, "died of SIGSEGV at address 0x0 (a null pointer)"},
        {"division_by_zero", {"signal"}, "died of SIGFPE (an integer was divided by zero)"},
        {"breakpoint", {"signal"}, "died of SIGTRAP"},
        // Whatever it hits first: what matters is that nobody else does.
        {"wild_writes",
         {"signal", "aborted", "hang", "broke_protocol", "left_main", "exception", "sanitizer"},
         ""},
        {"undefined_behaviour", {"sanitizer"}, "a sanitizer found an error"},
        {"aborts", {"aborted"}, "aborted"},
        {"failed_assertion", {"aborted"}, "Assertion `the_moon_is_a_cheese' failed."},
        {"uncaught_exception", {"exception"}, "std::runtime_error: no such level"},
        {"exception_in_thread", {"exception"}, "std::out_of_range: thread 2"},
        {"crash_in_thread", {"signal"}, "died of SIGSEGV at address 0x0 (a null pointer)"},
        {"exits", {"left_main"}, "exited with code 0"},
        {"leaves_its_thread", {"left_main"}, "exited with code 0"},
        {"exits_in_destructor", {"left_main"}, "exited with code 4"},
        {"stack_overflow", {"stack_overflow"}, "overflowed its stack"},
        // A sanitizer gives every thread a stack for its signals: then there are last words.
        {"overflow_in_thread", {"signal", "stack_overflow"}, "its stack"},
        {"reads_past_stack", {"signal"}, "died of SIGSEGV at address 0x7f"},
        {"endless_loop", {"hang"}, "did not finish its frame within 500 ms"},
        {"deadlock", {"hang"}, "did not finish its frame within 500 ms"},
        {"stops_itself", {"hang"}, "did not finish its frame within 500 ms"},
        {"overwrites_directory", {"broke_protocol"}, "it wrote over the first pages of the state"},
        {"zeroes_directory", {"broke_protocol"}, "it wrote over the first pages of the state"},
        {"closes_everything", {"aborted"}, "aborted: cannot look for changed pages"},
        {"allocates_everything", {"out_of_memory"}, "the state is full; start respawn with a larger"},
    };
}

std::uint64_t count_of(const event& status)
{
    return status.at("frame").get<std::uint64_t>();
}

/// Over the last picture: a hang in amber, everything else in red.
void require_that_the_window_says_so(const project& game, const supervisor_run& run, const inhabitant& each)
{
    const auto shown = screenshot(run, game, true);
    const bool may_hang = std::count(each.causes.begin(), each.causes.end(), "hang") == 1;
    const bool may_crash = !may_hang || each.causes.size() > 1;
    REQUIRE(((may_crash && count(shown, red_strip) > 500) || (may_hang && count(shown, amber_rim) > 500)));
    REQUIRE(count(screenshot(run, game, false), red_strip) == 0);
}

/// The state is that of frame 29, and a good build plays on from there.
void require_that_a_good_build_plays_on(const project& game, supervisor_run& run)
{
    REQUIRE(count_of(run.status()) == 29);
    game.install(worker_program("counter"));
    const event next = run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(next.at("frame") == 30);
    REQUIRE(next.at("state") == "kept");
    run.wait_for_frame(40);
    run.quit();
    const dumped_state state{game / "end.state"};
    const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
    REQUIRE(numbers.size() >= 40);
    REQUIRE(counts_up(numbers));
}

const std::vector<std::string> options{"--dump-state", "end.state", "--hang-timeout", "0.5", "--fps", "240"};

bool contains(const event& said, const char* field, std::string_view text)
{
    return said.at(field).get<std::string>().find(text) != std::string::npos;
}

} // namespace

TEST_CASE("whatever ends a worker costs its unfinished frame, is told for what it is, and is tried once more")
{
    for (const inhabitant& each : zoo()) {
        CAPTURE(each.name);
        const project game;
        game.install(worker_program(std::string{"zoo_"} + each.name));
        supervisor_run run{game, options};
        for (const char* next : {"starting generation 1 again from frame 29", "waiting for the next build"}) {
            const event ended = run.wait_for("worker_ended");
            CAPTURE(ended.dump());
            REQUIRE(
                std::count(each.causes.begin(), each.causes.end(), ended.at("cause").get<std::string>()) ==
                1);
            REQUIRE(contains(ended, "how", each.words));
            REQUIRE(contains(ended, "next", next));
        }
        require_that_the_window_says_so(game, run, each);
        require_that_a_good_build_plays_on(game, run);
        REQUIRE_FALSE(std::filesystem::exists(game / "went_on"));
    }
}

TEST_CASE("a worker that asks not to be started again is not")
{
    const project game;
    game.install(worker_program("zoo_exits_for_good"));
    supervisor_run run{game, options};
    REQUIRE(contains(run.wait_for("refused"), "sentence", "waiting for the next build"));
    require_that_a_good_build_plays_on(game, run);
}

TEST_CASE("a worker that never asks for a frame hangs, and the one before plays on")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, options};
    run.wait_for("swapped");
    game.install(worker_program("zoo_never_plays"));
    const event ended = run.wait_for("worker_ended");
    REQUIRE(ended.at("cause") == "hang");
    REQUIRE(contains(ended, "next", "generation 1 plays on"));
    run.quit();
}

TEST_CASE("a worker that dies before main() is refused, and the one before plays on")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, options};
    run.wait_for("swapped");
    game.install(worker_program("zoo_crash_in_initialiser"));
    const event refused = run.wait_for("refused");
    REQUIRE(contains(refused, "sentence", "died of SIGSEGV (Segmentation fault) before it connected"));
    REQUIRE(contains(refused, "sentence", "generation 1 plays on"));
    run.wait_for_frame(run.frame() + 10);
    run.quit();
}

TEST_CASE("a crash in the constructor of a new root leaves the state without it")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, options};
    run.wait_for_frame(20);
    game.install(worker_program("zoo_crash_in_constructor"));
    const event ended = run.wait_for("worker_ended");
    REQUIRE(ended.at("cause") == "signal");
    REQUIRE(contains(ended, "next", "generation 1 plays on"));
    run.wait_for_frame(run.frame() + 10);
    run.quit();
    const dumped_state state{game / "end.state"};
    REQUIRE(counts_up(state.read_vector<std::uint64_t>(state.root("counter"))));
}
