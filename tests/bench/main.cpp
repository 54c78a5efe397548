// respawn_bench: measures, writes JSON to a file or to standard output, and a table for people to standard
// error.
#include "tests/bench/benchmarks.hpp"
#include "tests/bench/table.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace respawn::bench {

namespace {

struct benchmark {
    const char* name;
    json (*measure)(effort);
};

constexpr benchmark benchmarks[] = {
    {"frame_hop", measure_hop}, {"frames", measure_frames},         {"commits", measure_commits},
    {"swaps", measure_swaps},   {"migrations", measure_migrations}, {"postmortems", measure_postmortems},
    {"audits", measure_audits}, {"headers", measure_headers},       {"edits", measure_edits},
};

struct arguments {
    bool quick = false;
    std::string output, commit = "unknown";
    std::vector<std::string> only;
};

bool is_wanted(const arguments& given, const std::string& name)
{
    return given.only.empty() || std::find(given.only.begin(), given.only.end(), name) != given.only.end();
}

json measure_all(const arguments& given)
{
    const effort how = given.quick ? effort::quick : effort::full;
    json report = {{"quick", given.quick}, {"environment", describe_environment(given.commit)}};
    for (const benchmark& each : benchmarks) {
        if (!is_wanted(given, each.name))
            continue;
        fmt::print(stderr, "measuring {} ...\n", each.name);
        report[each.name] = each.measure(how);
    }
    return report;
}

void write(const json& report, const std::string& path)
{
    const std::string text = report.dump(2) + "\n";
    if (path.empty()) {
        fmt::print("{}", text);
        return;
    }
    std::ofstream file{path, std::ios::trunc};
    file << text;
    if (!file.flush())
        throw std::runtime_error{"cannot write the report to " + path};
}

int run(int argc, char** argv)
{
    arguments given;
    CLI::App app{
        "Measures the frame hop, whole frames, commits, swaps, migrations, looks at crashes, audits, the "
        "cost "
        "of headers, and edits of respawn.",
        "respawn_bench"};
    app.add_flag(
        "--quick", given.quick, "few repetitions, in some seconds: to see that it works, not for numbers");
    app.add_option("--output", given.output, "file for the JSON instead of the standard output");
    app.add_option("--commit", given.commit, "what to report as the commit of the source");
    std::vector<std::string> names;
    for (const benchmark& each : benchmarks)
        names.emplace_back(each.name);
    app.add_option("--only", given.only, "measure only this; can be given several times")
        ->check(CLI::IsMember{names});
    CLI11_PARSE(app, argc, argv);
    const json report = measure_all(given);
    write(report, given.output);
    print_table(report);
    return EXIT_SUCCESS;
}

} // namespace

} // namespace respawn::bench

int main(int argc, char** argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return respawn::bench::run(argc, argv);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "respawn_bench: %s\n", problem.what());
        return EXIT_FAILURE;
    }
}
