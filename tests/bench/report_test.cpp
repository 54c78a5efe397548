#include "catch.hpp"
#include "tests/support/program_run.hpp"
#include "tests/support/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace {

using nlohmann::json;
using respawn::test::run_program;

void check_summary(const json& summary)
{
    CAPTURE(summary.dump());
    CHECK(summary.at("count").get<int>() > 0);
    CHECK(summary.at("p50").get<double>() >= 0);
    CHECK(summary.at("p99").get<double>() >= summary.at("p50").get<double>());
    CHECK(summary.at("max").get<double>() >= summary.at("p99").get<double>());
}

void check_environment(const json& environment)
{
    for (const char* field : {"processor", "kernel", "compiler", "date", "commit"})
        CHECK(!environment.at(field).get<std::string>().empty());
    CHECK(environment.at("build_type").is_string());
    CHECK(environment.at("cores").get<int>() > 0);
    CHECK(environment.at("commit") == "a commit");
}

void check_commits(const json& commits)
{
    REQUIRE(commits.size() == 6);
    CHECK(commits[0].at("hot_pages") == 16);
    CHECK(commits[2].at("hot_pages") == 256);
    CHECK(commits[4].at("hot_pages") == 4096);
    for (const json& each : commits)
        for (const char* lap : {"first_lap", "steady"}) {
            for (const char* part :
                 {"memcpy_us", "scan_us", "find_changes_us", "append_us", "read_us", "apply_us"})
                check_summary(each.at(lap).at(part));
            for (const char* ratio : {"worker_to_memcpy", "supervisor_to_memcpy", "total_to_memcpy"})
                CHECK(each.at(lap).at(ratio).get<double>() > 0);
        }
}

void check_swaps(const json& swaps)
{
    REQUIRE(swaps.size() == 4);
    for (const json& each : swaps) {
        for (const char* stage : {"stage", "spawn", "warm_up", "hand_over", "first_frame"})
            check_summary(each.at("stages_ms").at(stage));
        for (const char* part : {"total_ms", "gap_ms", "late_frames", "replaced_to_swapped_ms"})
            check_summary(each.at(part));
        CHECK(each.at("total_ms").at("count") == each.at("swaps"));
        CHECK(each.at("without_swaps").at("late_frames").get<int>() >= 0);
    }
    CHECK(swaps[1].at("image_bytes").get<long>() > swaps[0].at("image_bytes").get<long>() + 20'000'000);
}

void check_edits(const json& edits)
{
    for (const char* part : {"build_ms", "compile_ms", "link_ms", "swap_ms", "saved_to_frame_ms"})
        check_summary(edits.at(part));
    for (const char* stage : {"stage", "spawn", "warm_up", "hand_over", "first_frame"})
        check_summary(edits.at("stages_ms").at(stage));
}

void check_migrations(const json& migrations)
{
    for (const char* what : {"flat_vector", "map", "unchanged_vector"})
        for (const char* part : {"carry_us", "carry_processor_us", "begin_us", "begin_processor_us"})
            check_summary(migrations.at(what).at(part));
    check_summary(migrations.at("flat_vector").at("memcpy_us"));
    check_summary(migrations.at("flat_vector").at("carry_to_memcpy"));
    REQUIRE(migrations.at("attach").size() >= 2);
    for (const json& each : migrations.at("attach"))
        check_summary(each.at("attach_us"));
}

} // namespace

TEST_CASE("the benchmarks report every number that they promise")
{
    const respawn::test::temporary_folder folder;
    respawn::test::program_start start;
    start.program = BENCH_PROGRAM;
    start.arguments = {"--quick", "--commit", "a commit", "--output", (folder / "report.json").string()};
    start.folder = folder.path();
    const auto result = run_program(std::move(start), std::chrono::minutes{10});
    INFO(result.errors);
    REQUIRE(result.exit_code == 0);
    CHECK(result.output.empty());

    const json report = json::parse(respawn::test::read_file(folder / "report.json"));
    CHECK(report.at("quick") == true);
    check_environment(report.at("environment"));
    for (const char* path : {"kernel_us", "event_loop_us", "event_loop_after_1_ms_us"})
        check_summary(report.at("frame_hop").at(path));
    REQUIRE(report.at("frames").size() == 2);
    for (const json& each : report.at("frames"))
        check_summary(each.at("frame_us"));
    check_commits(report.at("commits"));
    check_swaps(report.at("swaps"));
    check_migrations(report.at("migrations"));
    REQUIRE(report.at("postmortems").size() == 2);
    for (const json& each : report.at("postmortems"))
        check_summary(each.at("looked_at_ms"));
    REQUIRE(report.at("audits").size() == 7);
    for (const json& each : report.at("audits")) {
        CHECK(each.at("pointers").get<int>() > 0);
        check_summary(each.at("audit_ms"));
    }
    for (const char* part : {"standard_ms", "respawn_ms", "precompiled_ms"})
        check_summary(report.at("headers").at(part));
    if (report.at("environment").at("sanitizers").get<std::string>().empty())
        check_edits(report.at("edits"));
    else
        CHECK(report.at("edits").is_null());
}
