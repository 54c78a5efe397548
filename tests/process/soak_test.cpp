#include "catch.hpp"

#include "tests/support/dumped_state.hpp"
#include "tests/support/holdings.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <csignal>
#include <iostream>

using namespace respawn::test;

namespace {

constexpr std::size_t respawns = 10'000;
constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

/// Ends one worker after the other, every other one by a crash, and notes how long the picture stood still.
class soak {
public:
    explicit soak(supervisor_run& run) : run_{run}, process_{run.wait_for("swapped").at("pid")} {}

    void respawn(std::size_t times)
    {
        for (std::size_t count = 0; count != times; ++count) {
            const bool by_a_crash = count % 2 == 0;
            if (by_a_crash)
                ::kill(process_, crashes_[count / 2 % std::size(crashes_)]);
            else
                // Also forgets the crash before: three that follow each other closely would be too many.
                run_.order({"restart"});
            const event swapped = run_.wait_for("swapped");
            process_ = swapped.at("pid");
            (by_a_crash ? after_crash_ms_ : after_restart_ms_).push_back(swapped.at("gap_ms"));
        }
    }

    void forget_times()
    {
        after_crash_ms_.clear();
        after_restart_ms_.clear();
    }
    [[nodiscard]] std::vector<double>& after_crash_ms() { return after_crash_ms_; }
    [[nodiscard]] std::vector<double>& after_restart_ms() { return after_restart_ms_; }

private:
    static constexpr int crashes_[] = {SIGKILL, SIGSEGV, SIGABRT};

    supervisor_run& run_;
    int process_;
    std::vector<double> after_crash_ms_, after_restart_ms_;
};

double percentile(std::vector<double>& values, std::size_t percent)
{
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(values.size() * percent / 100);
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

void tell(const char* after, std::vector<double>& gaps)
{
    std::cout << "picture to picture over a " << after << ": median " << percentile(gaps, 50) << " ms, p99 "
              << percentile(gaps, 99) << " ms, longest " << *std::max_element(gaps.begin(), gaps.end())
              << " ms\n";
}

} // namespace

TEST_CASE(
    "ten thousand workers later the supervisor holds what it held, and a crash is still made up for at once")
{
    const project game;
    game.install(worker_program("counter"));
    supervisor_run run{game, {"--dump-state", "end.state"}};
    soak workers{run};
    workers.respawn(200);
    workers.forget_times();
    const holdings before = settled_holdings(run.process_id());
    const std::uint64_t memory_before = own_memory_bytes(run.process_id());

    workers.respawn(respawns);
    const holdings after = settled_holdings(run.process_id());
    const std::uint64_t memory_after = own_memory_bytes(run.process_id());
    std::cout << text_of(after) << "; memory " << memory_before / 1024 << " KiB before, "
              << memory_after / 1024 << " KiB after\n";
    tell("crash", workers.after_crash_ms());
    tell("restart", workers.after_restart_ms());
    CHECK(before == after);
    CHECK(memory_after < memory_before + mebibyte);
    CHECK(percentile(workers.after_crash_ms(), 99) < 100);

    const event stopped = run.quit();
    const dumped_state state{game / "end.state"};
    const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
    REQUIRE(numbers.size() == stopped.at("frame"));
    REQUIRE(counts_up(numbers));
}
