#include "tests/bench/table.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <string>

namespace respawn::bench {

namespace {

void print_row(const std::string& name, const json& summary, const char* unit)
{
    fmt::print(
        stderr, "  {:<44} {:>10.2f} {:>10.2f} {}\n", name, summary.at("p50").get<double>(),
        summary.at("p99").get<double>(), unit);
}

void print_title(const std::string& title)
{
    fmt::print(stderr, "\n  {:<44} {:>10} {:>10}\n", title, "p50", "p99");
}

void print_hop(const json& hop)
{
    print_title("To the worker and back");
    print_row("kernel's events alone", hop.at("kernel_us"), "us");
    print_row("with the event loop", hop.at("event_loop_us"), "us");
    print_row("with the event loop, after 1 ms asleep", hop.at("event_loop_after_1_ms_us"), "us");
}

void print_frames(const json& frames)
{
    print_title("Whole frames through respawn run --fps 0");
    for (const json& each : frames)
        print_row(fmt::format("{} hot pages", each.at("hot_pages").get<int>()), each.at("frame_us"), "us");
}

void print_commits(const json& commits)
{
    constexpr const char* parts[] = {"memcpy", "scan", "find_changes", "append", "read", "apply"};
    fmt::print(stderr, "\n  {:<36}", "Commits, p50 in us");
    for (const char* part : parts)
        fmt::print(stderr, " {:>12}", part);
    fmt::print(stderr, "   worker and supervisor to memcpy\n");
    for (const json& each : commits)
        for (const char* lap : {"steady", "first_lap"}) {
            const json& series = each.at(lap);
            const std::string name = fmt::format(
                "{} of {} pages, {}", each.at("hot_pages").get<int>(), each.at("state_pages").get<int>(),
                lap == std::string{"steady"} ? "steady" : "first lap");
            fmt::print(stderr, "  {:<36}", name);
            for (const char* part : parts)
                fmt::print(
                    stderr, " {:>12.2f}", series.at(std::string{part} + "_us").at("p50").get<double>());
            fmt::print(
                stderr, " {:>8.2f} {:>8.2f}\n", series.at("worker_to_memcpy").get<double>(),
                series.at("supervisor_to_memcpy").get<double>());
        }
}

void print_swaps(const json& swaps)
{
    for (const json& each : swaps) {
        print_title(fmt::format(
            "{} swaps, {} image, {} machine", each.at("swaps").get<int>(),
            each.at("image").get<std::string>(), each.at("machine").get<std::string>()));
        for (const auto& [stage, summary] : each.at("stages_ms").items())
            print_row(stage, summary, "ms");
        print_row("total", each.at("total_ms"), "ms");
        print_row("gap between frames", each.at("gap_ms"), "ms");
        print_row("executable replaced to first frame", each.at("replaced_to_swapped_ms"), "ms");
        print_row("late frames a swap", each.at("late_frames"), "");
        const json& quiet = each.at("without_swaps");
        fmt::print(
            stderr, "  without swaps, {} of {} frames are late\n", quiet.at("late_frames").get<int>(),
            quiet.at("frames").get<int>());
    }
}

void print_migrations(const json& migrations)
{
    print_title("Carrying a state to another layout, processor time");
    const auto print = [](const std::string& name, const json& entry) {
        print_row(name, entry.at("carry_processor_us"), "us");
        print_row("  and then, until the first frame", entry.at("begin_processor_us"), "us");
    };
    const json& flat = migrations.at("flat_vector");
    const auto entities = flat.at("entities").get<std::uint64_t>();
    print_row(
        fmt::format("memcpy of {} entities of 64 bytes", entities), flat.at("memcpy_processor_us"), "us");
    print("  with one field added", flat);
    print_row("  to memcpy", flat.at("carry_to_memcpy"), "");
    const json& map = migrations.at("map");
    print(fmt::format("map of {}, one field added", map.at("nodes").get<std::uint64_t>()), map);
    const json& unchanged = migrations.at("unchanged_vector");
    print(
        fmt::format("root with {} MiB that stay", unchanged.at("bytes").get<std::uint64_t>() >> 20),
        unchanged);
    for (const json& each : migrations.at("attach"))
        print_row(
            fmt::format("the same layout, {} MiB", each.at("bytes").get<std::uint64_t>() >> 20),
            each.at("attach_us"), "us");
}

void print_postmortems(const json& postmortems)
{
    print_title("From a crash to its stack");
    for (const json& each : postmortems)
        print_row(
            fmt::format(
                "image of {} MB, {}", each.at("image_bytes").get<std::uint64_t>() / 1'000'000,
                each.at("debug_information").get<bool>() ? "debug information" : "no debug information"),
            each.at("looked_at_ms"), "ms");
}

void print_audits(const json& audits)
{
    print_title("Audits");
    for (const json& each : audits)
        print_row(each.at("state").get<std::string>(), each.at("audit_ms"), "ms");
}

void print_headers(const json& headers)
{
    print_title("Compiling a file that only includes");
    print_row("the standard headers that respawn's need", headers.at("standard_ms"), "ms");
    print_row("respawn/worker.hpp", headers.at("respawn_ms"), "ms");
    print_row("what that adds", headers.at("added_ms"), "ms");
    print_row("the same, precompiled", headers.at("precompiled_ms"), "ms");
}

void print_edits(const json& edits)
{
    if (edits.is_null())
        return;
    print_title("Tetris, from a saved source to the new frame");
    print_row("build", edits.at("build_ms"), "ms");
    print_row("of it: compile", edits.at("compile_ms"), "ms");
    print_row("of it: link", edits.at("link_ms"), "ms");
    for (const auto& [stage, summary] : edits.at("stages_ms").items())
        print_row(stage, summary, "ms");
    print_row("all together", edits.at("saved_to_frame_ms"), "ms");
}

} // namespace

void print_table(const json& report)
{
    const json& where = report.at("environment");
    fmt::print(
        stderr, "{}, {} cores, {}, {}, {}, commit {}\n", where.at("processor").get<std::string>(),
        where.at("cores").get<int>(), where.at("kernel").get<std::string>(),
        where.at("compiler").get<std::string>(), where.at("build_type").get<std::string>(),
        where.at("commit").get<std::string>());
    struct part {
        const char* name;
        void (*print)(const json&);
    };
    for (const part each :
         {part{"frame_hop", print_hop}, part{"frames", print_frames}, part{"commits", print_commits},
          part{"swaps", print_swaps}, part{"migrations", print_migrations},
          part{"postmortems", print_postmortems}, part{"audits", print_audits},
          part{"headers", print_headers}, part{"edits", print_edits}})
        if (report.contains(each.name))
            each.print(report.at(each.name));
}

} // namespace respawn::bench
