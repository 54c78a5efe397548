#include "tests/bench/benchmarks.hpp"
#include "tests/bench/swap_stages.hpp"
#include "tests/support/supervisor_run.hpp"

#include <atomic>
#include <filesystem>
#include <thread>

namespace respawn::bench {

namespace {

enum class machine { idle, busy };

/// Something else that wants every core, as a compiler does, until the end of its scope.
class other_work {
public:
    explicit other_work(machine how)
    {
        if (how == machine::idle)
            return;
        for (unsigned core = 0; core != std::thread::hardware_concurrency(); ++core)
            threads_.emplace_back([this] {
                while (!stop_.load(std::memory_order_relaxed)) {
                }
            });
    }
    ~other_work()
    {
        stop_ = true;
        for (std::thread& thread : threads_)
            thread.join();
    }
    other_work(const other_work&) = delete;
    other_work& operator=(const other_work&) = delete;

private:
    std::atomic<bool> stop_{false};
    std::vector<std::thread> threads_;
};

/// What the supervisor said of the swaps.
class swap_series {
public:
    void add(const test::event& swapped, double replaced_to_swapped_ms)
    {
        stages_.add(swapped);
        gap_.add(swapped.at("gap_ms"));
        total_.add(swapped.at("total_ms"));
        late_frames_.add(swapped.at("late_frames"));
        replaced_.add(replaced_to_swapped_ms);
    }

    [[nodiscard]] json summary() const
    {
        json all;
        all["stages_ms"] = stages_.summary();
        all["total_ms"] = total_.summary();
        all["gap_ms"] = gap_.summary();
        all["late_frames"] = late_frames_.summary();
        all["replaced_to_swapped_ms"] = replaced_.summary();
        return all;
    }

private:
    swap_stages stages_;
    samples gap_, total_, late_frames_, replaced_;
};

json play_without_swaps(const std::string& game, std::uint64_t frames)
{
    const test::project project;
    project.install(game);
    test::supervisor_run run{project, {"--frames", std::to_string(frames)}};
    const test::event stopped = run.wait_until_stopped();
    return {{"frames", frames}, {"late_frames", stopped.at("late_frames")}};
}

swap_series play_with_swaps(const std::string& game, int swaps)
{
    const test::project project;
    project.install(game);
    test::supervisor_run run{project};
    run.wait_for("swapped");
    swap_series series;
    for (int number = 1; number <= swaps; ++number) {
        project.prepare(game, "version " + std::to_string(number), project / "next");
        const auto replaced = clock::now();
        std::filesystem::rename(project / "next", project.executable());
        const test::event swapped = run.wait_for("swapped");
        series.add(swapped, microseconds(clock::now() - replaced) / 1000);
    }
    run.quit();
    return series;
}

json measure(const std::string& image, const std::string& game, machine how, int swaps, std::uint64_t frames)
{
    const other_work work{how};
    json entry = {
        {"image", image},
        {"image_bytes", std::filesystem::file_size(game)},
        {"machine", how == machine::idle ? "idle" : "busy"},
        {"swaps", swaps},
    };
    entry.update(play_with_swaps(game, swaps).summary());
    entry["without_swaps"] = play_without_swaps(game, frames);
    return entry;
}

} // namespace

json measure_swaps(effort how)
{
    const bool quick = how == effort::quick;
    const int swaps = quick ? 2 : 50;
    const std::uint64_t frames = quick ? 10 : 600;
    return json::array({
        measure("small", BENCH_SMALL_GAME, machine::idle, swaps, frames),
        measure("large", BENCH_LARGE_GAME, machine::idle, swaps, frames),
        measure("small", BENCH_SMALL_GAME, machine::busy, swaps, frames),
        measure("large", BENCH_LARGE_GAME, machine::busy, swaps, frames),
    });
}

} // namespace respawn::bench
