#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <iostream>
#include <random>
#include <set>

using namespace respawn::test;

namespace {

constexpr std::uint64_t frame_count = 3600;
constexpr std::size_t swap_count = 50;

/// Frames at which to swap, spread at random over the first part of the run: where the machine is busy, swaps
/// come later than they should, and there is room for that.
std::set<std::uint64_t> swap_frames()
{
    std::mt19937 random{seed()};
    std::uniform_int_distribution<std::uint64_t> frame{1, frame_count / 3 * 2};
    std::set<std::uint64_t> frames;
    while (frames.size() != swap_count)
        frames.insert(frame(random));
    return frames;
}

/// Swaps at each of these frames or as soon after it as the last swap is done: by command and by a new build
/// in turn.
void swap_at(supervisor_run& run, const project& game, const std::filesystem::path& program)
{
    bool by_command = false;
    std::uint64_t build = 0;
    for (const std::uint64_t frame : swap_frames()) {
        run.wait_for_frame(frame);
        by_command = !by_command;
        if (by_command)
            run.order({"restart"});
        else
            game.install(program, "build " + std::to_string(++build));
        run.wait_for("swapped");
    }
}

void print_swaps(supervisor_run& run)
{
    std::vector<double> total, gap;
    for (const event& each : run.events("swapped")) {
        total.push_back(each.at("total_ms"));
        gap.push_back(each.at("gap_ms"));
    }
    std::sort(total.begin(), total.end());
    std::sort(gap.begin(), gap.end());
    std::cout << total.size() << " swaps, ms: total median " << total[total.size() / 2] << " worst "
              << total.back() << ", gap median " << gap[gap.size() / 2] << " worst " << gap.back() << "\n";
}

} // namespace

TEST_CASE("3600 frames of tetris with 50 swaps on the way end in the state of the run without a swap")
{
    const std::vector<std::string> options{
        "--frames", std::to_string(frame_count), "--fps",        "200",
        "--script", tetris_script().string(),    "--dump-state", "end.state"};
    const project untouched, swapped;
    untouched.install(tetris_program());
    swapped.install(tetris_program());
    supervisor_run reference{untouched, options};
    supervisor_run run{swapped, options};
    run.wait_for("swapped");
    swap_at(run, swapped, tetris_program());
    const event stopped = run.wait_until_stopped();
    print_swaps(run);
    REQUIRE(reference.wait_until_stopped().at("frames_committed") == frame_count);
    REQUIRE(reference.events("swapped").size() == 1);

    REQUIRE(run.events("swapped").size() == swap_count + 1);
    REQUIRE(run.events("worker_ended").empty());
    REQUIRE(stopped.at("frame") == frame_count);
    REQUIRE(stopped.at("frames_committed") == frame_count);
    const std::string expected = read_file(untouched / "end.state");
    REQUIRE(!expected.empty());
    REQUIRE((read_file(swapped / "end.state") == expected));
}

TEST_CASE("every frame is committed exactly once, whatever is swapped when")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{
        game, {"--frames", std::to_string(frame_count), "--fps", "200", "--dump-state", "end.state"}};
    run.wait_for("swapped");
    swap_at(run, game, worker_program("counter"));
    REQUIRE(run.wait_until_stopped().at("frames_committed") == frame_count);
    print_swaps(run);

    const dumped_state state{game / "end.state"};
    const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
    REQUIRE(numbers.size() == frame_count);
    REQUIRE(counts_up(numbers));
}
