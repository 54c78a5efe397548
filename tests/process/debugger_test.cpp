#include "catch.hpp"

#include "supervisor/platform/process.hpp"
#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <csignal>

#include <unistd.h>

using namespace respawn::test;
namespace fs = std::filesystem;
namespace platform = respawn::platform;

namespace {

constexpr const char* gdb_program = "/usr/bin/gdb";

/// Where the system lets only parents attach, nothing of this can be shown.
bool can_debug()
{
    const std::string scope = read_file("/proc/sys/kernel/yama/ptrace_scope");
    const bool can = fs::exists(gdb_program) && (::getuid() == 0 || scope.empty() || scope == "0\n");
    if (!can)
        WARN("left out: there is no gdb, or it may not attach");
    return can;
}

/// A gdb that attaches to a process, carries out its commands and detaches.
class gdb {
public:
    gdb(const project& game, int process_id, const std::vector<std::string>& commands) :
        log_{game / "gdb.log"}, run_{start_of(game, process_id, commands)}
    {}

    [[nodiscard]] program_run& process() { return run_; }
    [[nodiscard]] std::string log() const { return read_file(log_); }

private:
    [[nodiscard]] program_start start_of(
        const project& game, int process_id, const std::vector<std::string>& commands) const
    {
        program_start start;
        start.program = gdb_program;
        start.arguments = {"-nx", "-batch", "-p", std::to_string(process_id)};
        for (const std::string& command : commands)
            start.arguments.insert(start.arguments.end(), {"-ex", command});
        start.folder = game.folder();
        start.output = log_;
        start.errors = game / "gdb.errors";
        // It asks no server for symbols.
        start.environment = {{"DEBUGINFOD_URLS", ""}};
        return start;
    }

    fs::path log_;
    program_run run_;
};

struct debugged_session {
    void require_that_it_plays_on()
    {
        run.wait_for_frame(run.frame() + 30);
        run.quit();
        const dumped_state state{game / "end.state"};
        const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
        REQUIRE(numbers.size() >= 30);
        REQUIRE(counts_up(numbers));
    }

    struct built_project : project {
        built_project() { install(worker_program("debuggee")); }
    } game;
    supervisor_run run{game, {"--dump-state", "end.state"}};
    int worker = run.wait_for("swapped").at("pid");
};

const std::string stop_in_each_frame = "break every_frame";

} // namespace

TEST_CASE("a gdb that is killed leaves a session that plays on")
{
    if (!can_debug())
        return;
    debugged_session session;
    // It looks at the worker each time and lets it go on: its breakpoint is in the code all the time.
    gdb debugger{session.game, session.worker, {stop_in_each_frame + " if number == 0", "continue"}};
    REQUIRE(eventually([&] { return debugger.log().find("Breakpoint 1 at") != std::string::npos; }));
    session.run.wait_for_frame(session.run.frame() + 10);
    ::kill(debugger.process().process_id(), SIGKILL);
    const event ended = session.run.wait_for("worker_ended");
    INFO(ended.dump());
    REQUIRE(ended.at("cause") == "lost_debugger");
    REQUIRE(ended.at("next").get<std::string>().starts_with("starting generation 1 again"));
    session.run.wait_for("swapped");
    session.require_that_it_plays_on();
}

TEST_CASE("a worker that gdb has stopped is swapped for a new build, and not waited for")
{
    if (!can_debug())
        return;
    debugged_session session;
    gdb debugger{
        session.game,
        session.worker,
        {stop_in_each_frame, "continue", "shell while ! test -e go_on; do sleep 0.05; done"}};
    REQUIRE(eventually([&] { return platform::stopped_in_debugger(session.worker); }));
    REQUIRE(
        eventually([&] { return debugger.log().find("Breakpoint 1, every_frame") != std::string::npos; }));
    session.game.install(worker_program("debuggee"), "next");
    const event swapped =
        session.run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(swapped.at("state") == "kept");
    session.run.wait_for_frame(session.run.frame() + 10);
    write_file(session.game / "go_on", "");
    [[maybe_unused]] const auto ended = debugger.process().wait();
    REQUIRE(eventually([&] { return !process_runs(session.worker); }));
    session.require_that_it_plays_on();
}

TEST_CASE("a worker that gdb stops for longer than a hang and lets go plays on itself")
{
    if (!can_debug())
        return;
    debugged_session session;
    gdb debugger{
        session.game,
        session.worker,
        {stop_in_each_frame, "continue", "print number", "shell sleep 3", "detach"}};
    [[maybe_unused]] const auto ended = debugger.process().wait();
    INFO(debugger.log());
    REQUIRE(debugger.log().find("$1 = ") != std::string::npos);
    session.run.wait_for_frame(session.run.frame() + 30);
    REQUIRE(session.run.worker_process_id() == session.worker);
    REQUIRE(session.run.events("worker_ended").empty());
    session.require_that_it_plays_on();
}
