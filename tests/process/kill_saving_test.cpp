// The supervisor is killed while it saves, again and again: compiled twice, for every run of the tests and,
// with many more kills, for the long ones.
#include "catch.hpp"

#include "tests/support/saved_state.hpp"
#include "tests/support/seed.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>
#include <iostream>
#include <random>

#ifndef KILLS
#define KILLS 12
#endif

using namespace respawn::test;
namespace fs = std::filesystem;

namespace {

/// The frame of the state in the file, every word of which tells the frame that it is from.
std::uint64_t frame_of_whole_state(const fs::path& file)
{
    const state_in_file saved = read_state_file(file);
    const auto words = saved.state.read_vector<std::uint64_t>(saved.state.root("large"));
    REQUIRE(words.size() == (8 << 20) / 8);
    std::size_t wrong = 0;
    for (std::size_t index = 0; index != words.size(); ++index)
        wrong += words[index] != saved.frame * index;
    REQUIRE(wrong == 0);
    return saved.frame;
}

} // namespace

TEST_CASE("a supervisor that is killed while it saves leaves the whole state of one frame")
{
    CAPTURE(seed());
    std::mt19937 random{seed()};
    const project game;
    game.install(worker_program("large_commit"));
    const std::vector<std::string> options{"--state", "kept.state", "--autosave", "0.001"};
    std::uint64_t frame = 0;
    int in_the_middle = 0;
    for (int kill = 0; kill != KILLS; ++kill) {
        supervisor_run run{game, options};
        run.wait_for("saved");
        const std::chrono::microseconds pause{random() % 60'000};
        REQUIRE(always(
            [&] { return run.process().running(); }, std::chrono::ceil<std::chrono::milliseconds>(pause)));
        ::kill(run.process_id(), SIGKILL);
        run.process().wait();
        in_the_middle += fs::exists(game / "kept.state.partial") ? 1 : 0;
        const std::uint64_t found = frame_of_whole_state(game / "kept.state");
        REQUIRE(found > frame);
        frame = found;
    }
    supervisor_run run{game, options};
    REQUIRE(run.wait_for("loaded").at("frame") == frame);
    run.wait_for("swapped");
    run.quit();
    REQUIRE_FALSE(fs::exists(game / "kept.state.partial"));
    REQUIRE(frame_of_whole_state(game / "kept.state") > frame);
    std::cout << KILLS << " kills, " << in_the_middle << " of them in the middle of a save\n";
}
