#include "tests/bench/benchmarks.hpp"
#include "tests/support/supervisor_run.hpp"

#include <fstream>

namespace respawn::bench {

namespace {

/// Until here the worker's memory is still being touched for the first time.
constexpr std::uint64_t warm_up_frames = 100;

samples read_times(const std::filesystem::path& path)
{
    samples times;
    std::ifstream file{path};
    std::uint64_t number = 0;
    for (double time_ns = 0; file >> time_ns;)
        if (++number > warm_up_frames)
            times.add(time_ns / 1000);
    return times;
}

samples run_frames(std::uint64_t frames, std::uint64_t pages)
{
    const test::project project;
    project.install(BENCH_SMALL_GAME);
    const auto times = project / "times";
    test::supervisor_run run{
        project,
        {"--fps", "0", "--frames", std::to_string(frames)},
        {"--pages", std::to_string(pages), "--times", times.string()}};
    run.wait_until_stopped();
    return read_times(times);
}

} // namespace

json measure_frames(effort how)
{
    const std::uint64_t frames = how == effort::quick ? 300 : 20'000;
    json all = json::array();
    for (const std::uint64_t pages : {0u, 16u}) {
        json entry = {{"hot_pages", pages + 1}};
        entry["frame_us"] = run_frames(frames, pages).summary();
        all.push_back(std::move(entry));
    }
    return all;
}

} // namespace respawn::bench
