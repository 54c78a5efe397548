#include "tests/bench/benchmarks.hpp"
#include "tests/support/supervisor_run.hpp"

#include <filesystem>

namespace respawn::bench {

namespace {

/// A worker that crashes in its fifth frame, each time it is started again.
json measure(const std::string& image, const std::string& game, int crashes)
{
    const test::project project;
    project.install(game);
    test::supervisor_run run{project, {"--on-crash", "hold"}, {"--crash-in-frame", "5"}};
    samples durations_ms;
    test::event said;
    for (int count = 0; count != crashes; ++count) {
        if (count != 0)
            // It says that the worker has crashed again.
            static_cast<void>(run.command({"restart"}));
        said = run.wait_for("stack");
        durations_ms.add(said.at("duration_ms"));
    }
    run.quit();
    return {
        {"image", image},
        {"image_bytes", std::filesystem::file_size(game)},
        {"debug_information", said.at("debug_information")},
        {"frames_shown", said.at("threads").at(0).at("frames").size()},
        {"looked_at_ms", durations_ms.summary()},
    };
}

} // namespace

json measure_postmortems(effort how)
{
    const int crashes = how == effort::quick ? 2 : 30;
    return json::array({
        measure("small", BENCH_SMALL_GAME, crashes),
        measure("with much debug information", BENCH_DEBUG_GAME, crashes),
    });
}

} // namespace respawn::bench
