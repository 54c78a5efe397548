#include "catch.hpp"

#include "supervisor/platform/process.hpp"
#include "tests/process/attach_permission.hpp"
#include "tests/process/hardware_watchpoints.hpp"
#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <unistd.h>

using namespace respawn::test;
namespace fs = std::filesystem;
namespace platform = respawn::platform;

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t generations = 4; // of images that take many times as long
#else
constexpr std::uint64_t generations = 20;
#endif
constexpr auto patience = std::chrono::seconds{60};

/// Where the system lets only parents attach, nothing of this can be shown.
bool can_debug_with(const char* debugger)
{
    const bool can = fs::exists(debugger) && may_attach('1');
    if (!can)
        WARN("left out: there is no " << debugger << ", or it may not attach");
    return can;
}

/// A session whose game has breakpoints in it, and a debugger that follows it.
class followed_session {
public:
    followed_session(
        const char* size, const std::string& debugger, const std::vector<std::string>& arguments) :
        size_{size},
        game_{size_}, run_{game_, {"--fps", "30", "--dump-state", "end.state", "--gate-timeout", "30"}}
    {
        run_.wait_for("swapped");
        type("");
        debugger_.emplace(start_of(debugger, arguments));
    }

    [[nodiscard]] const project& game() const { return game_; }
    [[nodiscard]] supervisor_run& run() { return run_; }
    [[nodiscard]] std::string log() const { return read_file(game_ / "debugger.log"); }

    /// For the debugger.
    void type(const std::string& keys) { std::ofstream{game_ / "typed", std::ios::app} << keys; }

    void end_input() { type("end of input\n"); }

    /// Builds the game once more, with its lines elsewhere.
    event swap(std::uint64_t generation)
    {
        game_.install(worker_program("followee_" + size_ + (generation % 2 == 0 ? "_b" : "_a")));
        event swapped = run_.wait_for(
            "swapped", [&](const event& each) { return each.at("generation") == generation; }, patience);
        INFO(swapped.dump());
        REQUIRE(swapped.at("state") == "kept");
        REQUIRE(swapped.contains("debugger"));
        return swapped;
    }

    /// Waits until the debugger has said all that, in any order.
    void require_in_log(std::size_t begin, const std::vector<std::string>& all)
    {
        for (const std::string& words : all) {
            const bool is_said =
                eventually([&] { return log().find(words, begin) != std::string::npos; }, patience);
            INFO(words << "\n" << log().substr(begin));
            REQUIRE(is_said);
        }
    }

    /// Waits until the debugger is at the worker that plays.
    bool has_debugger()
    {
        const int worker = run_.worker_process_id();
        return eventually(
            [&] { return platform::debugger_of(worker) != platform::debugger_state::none; }, patience);
    }

    /// Kills the debugger.
    void end_debugger() { debugger_.reset(); }

    /// Kills the debugger. It may leave breakpoints in the worker, which dies of them, and the system may be
    /// a little later to close its connection: then the next one waits for it at the gate.
    void end()
    {
        end_debugger();
        run_.wait_for_frame(run_.frame() + 10);
        const std::uint64_t frames = run_.quit().at("frame");
        const dumped_state state{game_ / "end.state"};
        const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
        CHECK(numbers.size() == frames);
        CHECK(counts_up(numbers));
    }

private:
    [[nodiscard]] program_start start_of(
        const std::string& debugger, const std::vector<std::string>& arguments) const
    {
        // At the end of its input a debugger ends.
        program_start start;
        start.program = "/bin/sh";
        start.arguments = {
            "-c",    R"(tail -n +1 -f typed | sed -u "/^end of input$/Q" | { "$@"; echo "ended with $?"; })",
            "sh",    respawn_program().string(),
            "debug", debugger};
        start.arguments.insert(start.arguments.end(), arguments.begin(), arguments.end());
        start.folder = game_.folder();
        start.environment = {
            {"XDG_RUNTIME_DIR", game_.runtime_folder().string()},
            {"STOPS", (game_ / "stops").string()},
            {"DEBUGINFOD_URLS", ""},
            {"TERM", "dumb"}};
        start.output = game_ / "debugger.log";
        start.errors = game_ / "debugger.errors";
        return start;
    }

    struct built_project : project {
        explicit built_project(const std::string& size)
        {
            install(worker_program("followee_" + size + "_a"));
        }
    };
    std::string size_;
    built_project game_;
    supervisor_run run_;
    std::optional<program_run> debugger_;
};

/// The stops of one worker that gdb has logged.
std::vector<event> stops_of(const project& game, int process_id)
{
    std::vector<event> found;
    std::ifstream lines{game / "stops"};
    for (std::string line; std::getline(lines, line);) {
        const event stop = event::parse(line, nullptr, false);
        if (stop.is_object() && stop.at("pid") == process_id)
            found.push_back(stop);
    }
    return found;
}

bool stopped_at(const std::vector<event>& stops, std::string_view function)
{
    return std::any_of(
        stops.begin(), stops.end(),
        [&](const event& stop) {
            return stop.at("at").get<std::string>().find(function) != std::string::npos;
        });
}

/// Both breakpoints are at the first place of the frame's function: the conditional one where it is to be.
bool conditional_stop_was_hit(const std::vector<event>& stops)
{
    return std::any_of(
        stops.begin(), stops.end(),
        [](const event& stop) {
            return stop.contains("number") && stop.at("number").get<std::uint64_t>() % 7 == 3 &&
                   stop.at("breakpoints").size() == 2;
        });
}

/// What has lldb log its stops: the worker's process, the line and the function, then a local's value or the
/// time since the system was started.
const std::vector<std::string> log_stops_of_lldb{
    "-o",
    "settings set frame-format 'stop ${process.id} ${line.number} ${function.name}\\n'",
    "-o",
    "breakpoint set -G true -n static_initialiser -C 'frame info' -C 'platform shell cat /proc/uptime'",
    "-o",
    "breakpoint set -G true -n main -C 'frame info'",
    "-o",
    "breakpoint set -G true -n every_frame -c 'number % 7 == 3' -C 'frame info' -C 'frame variable number'"};

/// The stops of one worker that lldb has logged, as log_stops.py has them of gdb.
std::vector<event> stops_of(const std::string& log, int process_id)
{
    std::vector<event> found;
    std::istringstream lines{log};
    for (std::string line; std::getline(lines, line);) {
        int pid = 0, number_of_line = 0, name_at = 0;
        unsigned long long number = 0;
        double uptime = 0, idle = 0;
        if (std::sscanf(line.c_str(), "stop %d %d %n", &pid, &number_of_line, &name_at) == 2)
            found.push_back({{"pid", pid}, {"line", number_of_line}, {"at", line.substr(name_at)}});
        else if (!found.empty() && std::sscanf(line.c_str(), "(uint64_t) number = %llu", &number) == 1)
            found.back()["number"] = number;
        else if (!found.empty() && std::sscanf(line.c_str(), "%lf %lf", &uptime, &idle) == 2)
            found.back()["uptime"] = uptime;
    }
    std::erase_if(found, [&](const event& each) { return each.at("pid") != process_id; });
    return found;
}

bool conditions_hold(const std::vector<event>& stops)
{
    return std::all_of(
        stops.begin(), stops.end(),
        [](const event& stop) {
            return !stop.contains("number") || stop.at("number").get<std::uint64_t>() % 7 == 3;
        });
}

/// When a process was started, in seconds since the system was.
double start_of(int process_id)
{
    const std::string status = read_file("/proc/" + std::to_string(process_id) + "/stat");
    std::istringstream fields{status.substr(status.rfind(')') + 1)};
    std::string field;
    for (int i = 0; i < 20; ++i)
        fields >> field;
    return std::stod(field) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::string times_text(std::vector<std::int64_t> times)
{
    std::string text;
    for (const std::int64_t each : times)
        text += " " + std::to_string(each);
    std::sort(times.begin(), times.end());
    return text + " ms, the median " + std::to_string(times[times.size() / 2]) + " ms";
}

} // namespace

TEST_CASE("gdb follows the game: each generation stops in its initialisers, in main and in its frames")
{
    if (!can_debug_with("/usr/bin/gdb"))
        return;
    for (const char* size : {"small", "large"}) {
        INFO(size);
        followed_session session{size, "gdb", {"-nx", "-x", LOG_STOPS}};
        REQUIRE(eventually(
            [&] { return !stops_of(session.game(), session.run().worker_process_id()).empty(); }, patience));
        std::vector<std::int64_t> times;
        std::set<int> lines;
        for (std::uint64_t generation = 2; generation <= generations + 1; ++generation) {
            const event swapped = session.swap(generation);
            const int worker = swapped.at("pid");
            const bool hit = eventually(
                [&] {
                    const auto stops = stops_of(session.game(), worker);
                    return stopped_at(stops, "static_initialiser") && stopped_at(stops, "main") &&
                           conditional_stop_was_hit(stops);
                },
                patience);
            const auto stops = stops_of(session.game(), worker);
            INFO("generation " << generation << "\n" << event(stops).dump(1) << session.log());
            REQUIRE(hit);
            REQUIRE(swapped.at("debugger").at("name") == "gdb");
            for (std::size_t i = 1; i < stops.size(); ++i)
                if (stops[i].contains("number") && stops[i - 1].contains("number"))
                    REQUIRE(stops[i].at("number") == stops[i - 1].at("number").get<std::uint64_t>() + 1);
            times.push_back(stops.front().at("after_ms"));
            lines.insert(stops.front().at("line").get<int>());
        }
        WARN("gdb, a " << size << " image, from a worker's start to its first stop:" << times_text(times));
        CHECK(lines.size() == 2);
        session.end();
    }
}

TEST_CASE("lldb follows the game: each generation stops in its initialisers, in main and in its frames")
{
    if (!can_debug_with("/usr/bin/lldb-14") && !can_debug_with("/usr/bin/lldb"))
        return;
    for (const char* size : {"small", "large"}) {
        INFO(size);
        followed_session session{size, "lldb", log_stops_of_lldb};
        REQUIRE(eventually([&] { return session.log().find("number = ") != std::string::npos; }, patience));
        std::vector<std::int64_t> times;
        std::set<int> lines;
        for (std::uint64_t generation = 2; generation <= generations + 1; ++generation) {
            const event swapped = session.swap(generation);
            REQUIRE(swapped.at("debugger").at("name") == "lldb");
            const int worker = swapped.at("pid");
            const double started = start_of(worker);
            std::vector<event> stops;
            const bool hit = eventually(
                [&] {
                    stops = stops_of(session.log(), worker);
                    return stopped_at(stops, "static_initialiser") && stopped_at(stops, "main") &&
                           stopped_at(stops, "every_frame") && stops.back().contains("number");
                },
                patience);
            INFO("generation " << generation << "\n" << event(stops).dump(1) << session.log());
            REQUIRE(hit);
            REQUIRE(conditions_hold(stops));
            REQUIRE(stops.front().contains("uptime"));
            times.push_back(std::lround(1000 * (stops.front().at("uptime").get<double>() - started)));
            lines.insert(stops.front().at("line").get<int>());
        }
        WARN("lldb, a " << size << " image, from a worker's start to its first stop:" << times_text(times));
        CHECK(lines.size() == 2);
        session.end();
    }
}

TEST_CASE("what gdb is to watch, to display and to print how, is told it once for all generations")
{
    if (!can_debug_with("/usr/bin/gdb"))
        return;
    followed_session session{
        "small",
        "gdb",
        {"-nx", "-ex", "set print address off", "-ex", "watch newest", "-ex", "display/x newest", "-ex",
         "break every_frame if number % 7 == 3 && newest != 0", "-ex",
         "python gdb.breakpoints()[0].commands = 'continue&'", "-ex", "set $told = 0", "-ex",
         "python gdb.breakpoints()[1].commands = 'if $told == 0\\nset $told = 1\\ndisplay number\\nend'"}};
    session.require_in_log(0, {"Breakpoint 2, "});
    std::vector<std::string> said{"every_frame (state=..., number=", ": /x newest = 0x", ": number = "};
    if (has_hardware_watchpoints())
        said.emplace_back("atchpoint 1: newest");
    else
        WARN("left out: this machine tells nobody of writes to what is watched");
    for (std::uint64_t generation = 2; generation <= 4; ++generation) {
        const std::size_t before = session.log().size();
        session.swap(generation);
        session.require_in_log(before, said);
    }
    session.end();
}

TEST_CASE("what lldb is to show at each stop, and how, is told it once for all generations")
{
    if (!can_debug_with("/usr/bin/lldb-14") && !can_debug_with("/usr/bin/lldb"))
        return;
    followed_session session{
        "small",
        "lldb",
        {"-o", "settings set frame-format 'frame of ${function.name}\\n'", "-o",
         // Not in a worker's first frame: without that, it has not taken over.
         "breakpoint set -n every_frame -c 'number % 7 == 3 && newest != 0'", "-o",
         "target stop-hook add -o 'frame variable number'", "-o", "display newest"}};
    session.require_in_log(0, {"(uint64_t) number = "});
    for (std::uint64_t generation = 2; generation <= 4; ++generation) {
        const std::size_t before = session.log().size();
        session.swap(generation);
        session.require_in_log(before, {"(uint64_t) number = ", "(volatile uint64_t) $", "frame of "});
    }
    session.end();
}

TEST_CASE("what lldb asks the user is not answered by the commands that make it follow")
{
    if (!can_debug_with("/usr/bin/lldb-14") && !can_debug_with("/usr/bin/lldb"))
        return;
    followed_session session{"small", "lldb", {"-o", "breakpoint set -n every_frame -c 'number == 0'"}};
    session.require_in_log(0, {" resuming"});
    session.type("breakpoint command add 1\n");
    session.require_in_log(0, {"Type 'DONE' to end."});
    const std::size_t before = session.log().size();
    session.game().install(worker_program("followee_small_b"));
    REQUIRE(eventually([&] { return !session.run().status().at("next").is_null(); }));
    CHECK(always([&] { return session.log().find("process", before) == std::string::npos; }, 500ms));
    session.run().wait_for_frame(session.run().frame() + 10);
    session.type("bt 1\nDONE\n");
    session.run().wait_for("swapped");
    session.require_in_log(before, {"process detach", "process attach", " resuming"});
    session.type("breakpoint list --verbose\n");
    session.require_in_log(before, {"Breakpoint commands:", "Condition:"});
    const std::string log = session.log();
    const std::size_t begin = log.find("Breakpoint commands:", before);
    const std::string body = log.substr(begin, log.find("Condition:", begin) - begin);
    INFO(body);
    CHECK(body.find("bt 1") != std::string::npos);
    CHECK(body.find("process") == std::string::npos);
    session.end();
}

TEST_CASE("gdb ends when it is told to, and the game plays on")
{
    if (!can_debug_with("/usr/bin/gdb"))
        return;
    for (int i = 0; i < 5; ++i) {
        followed_session session{"small", "gdb", {"-nx"}};
        REQUIRE(session.has_debugger());
        session.require_in_log(0, {"[respawn] generation 1"});
        session.type("quit\n");
        session.require_in_log(0, {"ended with 0"});
        session.end();
    }
}

TEST_CASE("lldb ends at the end of its input, and the game plays on")
{
    if (!can_debug_with("/usr/bin/lldb-14") && !can_debug_with("/usr/bin/lldb"))
        return;
    followed_session session{"small", "lldb", {"-o", "breakpoint set -G true -n every_frame"}};
    session.require_in_log(0, {" resuming"});
    session.end_input();
    session.require_in_log(0, {"ended with 0"});
    session.end();
}

TEST_CASE("a new worker does not wait at the gate for a debugger that was killed")
{
    const std::string debugger = GENERATE("gdb", "lldb");
    if (!can_debug_with(debugger == "gdb" ? "/usr/bin/gdb" : "/usr/bin/lldb"))
        return;
    followed_session session{"small", debugger, {}};
    REQUIRE(session.has_debugger());
    session.end_debugger();
    session.run().order({"restart"});
    const event swapped = session.run().wait_for("swapped");
    CHECK_FALSE(swapped.contains("debugger"));
    session.end();
}
