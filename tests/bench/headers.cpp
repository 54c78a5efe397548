#include "tests/bench/benchmarks.hpp"
#include "tests/support/program_run.hpp"
#include "tests/support/temporary_folder.hpp"

#include <array>
#include <chrono>
#include <stdexcept>

namespace respawn::bench {

namespace {

/// What respawn/worker.hpp needs of the standard library.
constexpr const char* standard_headers[] = {
    "array",       "atomic",   "bitset",   "chrono",        "cstddef",       "cstdint",     "cstdio",
    "cstring",     "deque",    "iterator", "limits",        "list",          "map",         "memory",
    "new",         "optional", "set",      "span",          "string",        "string_view", "tuple",
    "type_traits", "typeinfo", "utility",  "unordered_map", "unordered_set", "variant",     "vector"};

/// Compiles for a Debug build, as respawn_add_game() has it.
class compiler {
public:
    explicit compiler(const test::temporary_folder& folder) : folder_{folder} {}

    /// Milliseconds.
    double compile(const std::string& source, std::vector<std::string> options = {"-c"}) const
    {
        test::program_start start;
        start.program = BENCH_COMPILER_PROGRAM;
        start.arguments = {"-std=c++20", "-O0", "-g", "-fno-omit-frame-pointer", "-I", BENCH_INCLUDE_FOLDER};
        start.arguments.insert(start.arguments.end(), options.begin(), options.end());
        start.arguments.push_back((folder_ / source).string());
        start.folder = folder_.path();
        test::program_result ended;
        const double taken =
            microseconds_of([&] { ended = test::run_program(start, std::chrono::minutes{2}); }) / 1000;
        if (ended.exit_code != 0)
            throw std::runtime_error{"cannot compile " + source + ": " + ended.errors};
        return taken;
    }

private:
    const test::temporary_folder& folder_;
};

std::string including_standard_headers()
{
    std::string text;
    for (const char* name : standard_headers)
        text += "#include <" + std::string{name} + ">\n";
    return text;
}

} // namespace

json measure_headers(effort how)
{
    const test::temporary_folder folder;
    const std::string standard = including_standard_headers(),
                      all = standard + "#include <respawn/worker.hpp>\n";
    test::write_file(folder / "standard.cpp", standard + "int number = 1;\n");
    test::write_file(folder / "respawn.cpp", all + "int number = 1;\n");
    test::write_file(folder / "all.hpp", all);
    test::write_file(folder / "precompiled.cpp", "int number = 1;\n");
    const compiler gnu{folder};
    gnu.compile("all.hpp", {"-x", "c++-header", "-o", "all.hpp.gch"});
    samples without, with, added, precompiled;
    // One after the other, so that whatever else the machine does slows all of them down.
    for (int round = 0; round != (how == effort::quick ? 1 : 15); ++round) {
        const double standard_ms = gnu.compile("standard.cpp"), respawn_ms = gnu.compile("respawn.cpp");
        without.add(standard_ms);
        with.add(respawn_ms);
        added.add(respawn_ms - standard_ms);
        precompiled.add(gnu.compile("precompiled.cpp", {"-include", "all.hpp", "-c"}));
    }
    return {
        {"standard_ms", without.summary()},
        {"respawn_ms", with.summary()},
        {"added_ms", added.summary()},
        {"precompiled_ms", precompiled.summary()}};
}

} // namespace respawn::bench
