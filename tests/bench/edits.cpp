#include "tests/bench/benchmarks.hpp"
#include "tests/bench/swap_stages.hpp"
#include "tests/support/supervisor_run.hpp"

#include <chrono>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>

namespace respawn::bench {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes build_patience{10};
/// What is edited: tetris draws itself with it.
constexpr const char* edited = "view.cpp";

void run(const fs::path& folder, const std::string& line)
{
    test::program_start start;
    start.program = "/bin/sh";
    start.arguments = {"-c", line};
    start.folder = folder;
    const auto ended = test::run_program(start, build_patience);
    if (ended.exit_code != 0)
        throw std::runtime_error{"'" + line + "' failed: " + ended.output + ended.errors};
}

/// How long a step of the last build took, in milliseconds: the last line of Ninja's log for an output that
/// ends so. Its lines are: start, end, time of the output, output, hash of the command; with tabs between
/// them.
double step_ms(const fs::path& log, const std::string& output_end)
{
    std::istringstream lines{test::read_file(log)};
    double found = -1;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields{line};
        double start = 0, end = 0;
        std::string time, output;
        if (fields >> start >> end >> time >> output && output.ends_with(output_end))
            found = end - start;
    }
    if (found < 0)
        throw std::runtime_error{log.string() + " tells of no step that makes ..." + output_end};
    return found;
}

/// Tetris as somebody's project, built with the installed package as respawn_add_game() has it while a game
/// is developed.
class tetris_project {
public:
    tetris_project()
    {
        const fs::path prefix = scratch_ / "prefix", folder = scratch_ / "tetris";
        run(scratch_.path(), "cmake --install '" BENCH_BUILD_FOLDER "' --prefix '" + prefix.string() + "'");
        fs::create_directories(folder);
        fs::copy(BENCH_TETRIS_FOLDER, folder / "game", fs::copy_options::recursive);
        test::write_file(
            folder / "CMakeLists.txt", "cmake_minimum_required(VERSION 3.22)\nproject(tetris LANGUAGES CXX)\n"
                                       "find_package(respawn CONFIG REQUIRED)\nadd_subdirectory(game)\n");
        run(folder,
            "cmake -G Ninja -B build -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_COMPILER='" BENCH_COMPILER_PROGRAM
            "' -DCMAKE_PREFIX_PATH='" +
                prefix.string() + "' && cmake --build build");
        test::write_file(
            folder / "respawn.toml",
            "exe = \"build/game/tetris\"\nbuild = \"cmake --build build\"\nwatch = [\"game\"]\n");
    }

    [[nodiscard]] fs::path folder() const { return scratch_ / "tetris"; }
    [[nodiscard]] fs::path build_log() const { return folder() / "build/.ninja_log"; }

    /// The program is another one afterwards.
    void edit(int number) const
    {
        const fs::path file = folder() / "game" / edited;
        test::write_file(file, test::read_file(file) + "int edit_" + std::to_string(number) + " = 1;\n");
    }

private:
    test::temporary_folder scratch_;
};

} // namespace

json measure_edits(effort how)
{
    // Who links a library with sanitizers needs them, too.
    if (*BENCH_SANITIZERS != '\0')
        return nullptr;
    const tetris_project tetris;
    const test::project place{test::respawn_program(), tetris.folder()};
    test::supervisor_run run{place};
    run.wait_for("swapped");
    samples build, compile, link, swap, saved_to_frame;
    swap_stages stages;
    for (int number = 1; number <= (how == effort::quick ? 1 : 15); ++number) {
        const auto saved = clock::now();
        tetris.edit(number);
        const auto built = run.wait_for(
            "build_succeeded", [](const auto&) { return true; }, build_patience);
        const auto swapped = run.wait_for("swapped");
        saved_to_frame.add(microseconds(clock::now() - saved) / 1000);
        build.add(built.at("duration_ms"));
        compile.add(step_ms(tetris.build_log(), std::string{"/"} + edited + ".o"));
        link.add(step_ms(tetris.build_log(), "/tetris"));
        swap.add(swapped.at("total_ms"));
        stages.add(swapped);
    }
    run.quit();
    return {{"build_ms", build.summary()},   {"compile_ms", compile.summary()},
            {"link_ms", link.summary()},     {"swap_ms", swap.summary()},
            {"stages_ms", stages.summary()}, {"saved_to_frame_ms", saved_to_frame.summary()}};
}

} // namespace respawn::bench
