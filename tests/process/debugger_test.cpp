#include "catch.hpp"

#include "shared/session/running_session.hpp"
#include "supervisor/control/control_client.hpp"
#include "supervisor/platform/process.hpp"
#include "tests/process/attach_permission.hpp"
#include "tests/support/dumped_state.hpp"
#include "tests/support/supervisor_run.hpp"

#include <chrono>
#include <csignal>

#include <unistd.h>

using namespace respawn::test;
namespace fs = std::filesystem;
namespace platform = respawn::platform;
namespace supervisor = respawn::supervisor;

namespace {

constexpr const char* gdb_program = "/usr/bin/gdb";

/// Where the system lets only parents attach, nothing of this can be shown.
bool can_debug()
{
    const bool can = fs::exists(gdb_program) && may_attach('0');
    if (!can)
        WARN("left out: there is no gdb, or it may not attach");
    return can;
}

/// What starts gdb at `what`, its arguments for that: it carries out the commands, prints to gdb.log, and
/// ends.
program_start gdb_at(
    const project& game, const std::vector<std::string>& what, const std::vector<std::string>& commands)
{
    program_start start;
    start.program = gdb_program;
    start.arguments = {"-nx", "-batch"};
    start.arguments.insert(start.arguments.end(), what.begin(), what.end());
    for (const std::string& command : commands)
        start.arguments.insert(start.arguments.end(), {"-ex", command});
    start.folder = game.folder();
    start.output = game / "gdb.log";
    start.errors = game / "gdb.errors";
    // It asks no server for symbols.
    start.environment = {{"DEBUGINFOD_URLS", ""}};
    return start;
}

/// A gdb that attaches to a process, carries out its commands and detaches.
class gdb {
public:
    gdb(const project& game, int process_id, const std::vector<std::string>& commands) :
        log_{game / "gdb.log"}, run_{gdb_at(game, {"-p", std::to_string(process_id)}, commands)}
    {}

    [[nodiscard]] program_run& process() { return run_; }
    [[nodiscard]] std::string log() const { return read_file(log_); }

private:
    fs::path log_;
    program_run run_;
};

struct debugged_session {
    /// Gives the `stopped` event.
    event require_that_it_plays_on()
    {
        run.wait_for_frame(run.frame() + 30);
        event stopped = run.quit();
        const dumped_state state{game / "end.state"};
        const auto numbers = state.read_vector<std::uint64_t>(state.root("counter"));
        REQUIRE(numbers.size() >= 30);
        REQUIRE(counts_up(numbers));
        return stopped;
    }

    struct built_project : project {
        built_project() { install(worker_program("debuggee")); }
    } game;
    supervisor_run run{game, {"--dump-state", "end.state"}};
    int worker = run.wait_for("swapped").at("pid");
};

const std::string stop_in_each_frame = "break every_frame";
const std::string wait_for_go_on = "shell while ! test -e go_on; do sleep 0.05; done";

void require_held(const debugged_session& session, const gdb& debugger)
{
    REQUIRE(eventually(
        [&] { return platform::debugger_of(session.worker) == platform::debugger_state::stopped; }));
    REQUIRE(
        eventually([&] { return debugger.log().find("Breakpoint 1, every_frame") != std::string::npos; }));
}

/// What starts the game in gdb.
program_start by_gdb(const project& game, const std::vector<std::string>& commands)
{
    return gdb_at(game, {game.executable().string()}, commands);
}

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

TEST_CASE("who follows the game is told of the worker that plays on when a build has failed")
{
    debugged_session session;
    const auto known = respawn::find_session(session.game.folder());
    REQUIRE((known && *known));
    std::uint64_t seen = 0;
    const auto ask_for_process = [&] {
        supervisor::request question;
        question.what = supervisor::action::debuggee;
        question.seen = seen;
        const auto answer = supervisor::ask(**known, question, usual_patience);
        REQUIRE(answer.has_value());
        REQUIRE(answer->debugged.has_value());
        seen = answer->debugged->number;
        return answer->debugged->pid;
    };
    CHECK(ask_for_process() == session.worker);
    session.game.install(worker_program("slow_starter"));
    REQUIRE(eventually([&] { return ask_for_process() != session.worker; }));
    const int warms_up = session.run.status().at("next").at("pid");
    ::kill(warms_up, SIGKILL);
    CHECK(eventually([&] { return ask_for_process() == session.worker; }));
    session.require_that_it_plays_on();
}

TEST_CASE("a worker that gdb has stopped is swapped for a new build, and not waited for")
{
    if (!can_debug())
        return;
    debugged_session session;
    gdb debugger{session.game, session.worker, {stop_in_each_frame, "continue", wait_for_go_on}};
    require_held(session, debugger);
    session.game.install(worker_program("debuggee"), "next");
    const event swapped =
        session.run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    REQUIRE(swapped.at("state") == "kept");
    WARN("a rebuild while gdb holds the worker: played after " << swapped.at("total_ms") << " ms");
    session.run.wait_for_frame(session.run.frame() + 10);
    write_file(session.game / "go_on", "");
    [[maybe_unused]] const auto ended = debugger.process().wait();
    REQUIRE(eventually([&] { return !process_runs(session.worker); }));
    session.require_that_it_plays_on();
}

TEST_CASE("a change of the state waits for a game that gdb has stopped, and the answer does not")
{
    if (!can_debug())
        return;
    debugged_session session;
    session.run.wait_for_frame(1);
    gdb debugger{session.game, session.worker, {stop_in_each_frame, "continue", wait_for_go_on}};
    require_held(session, debugger);
    REQUIRE(eventually([&] { return session.run.status().at("in_debugger").get<bool>(); }));
    CHECK(
        session.run.command({"set", "counter.numbers[0]", "1"}).output ==
        "counter.numbers[0]: 1 -> 1 with the next frame, once the game goes on\n");
    write_file(session.game / "go_on", "");
    [[maybe_unused]] const auto ended = debugger.process().wait();
    session.require_that_it_plays_on();
}

TEST_CASE("a worker that gdb stops for longer than a hang and lets go plays on itself, and was not late")
{
    if (!can_debug())
        return;
    const auto begun = std::chrono::steady_clock::now();
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
    const event notice = session.run.events("notice").front();
    CHECK(notice.at("sentence")
              .get<std::string>()
              .ends_with(" is stopped in gdb; nothing times out meanwhile"));
    const event stopped = session.require_that_it_plays_on();
    // However slow the machine is: outside the stop no more frames were due than there was time for.
    const std::chrono::duration<double> elsewhere = std::chrono::steady_clock::now() - begun - 3s;
    const double due = stopped.at("frames_committed").get<double>() + stopped.at("late_frames").get<double>();
    CHECK(due < elsewhere.count() * 60);
}

TEST_CASE("a game that is started in gdb takes over at once, and the newest build plays on when gdb quits")
{
    if (!can_debug())
        return;
    debugged_session session;
    program_run debugger{
        by_gdb(session.game, {stop_in_each_frame, "ignore 1 20", "run", "print number", "kill"})};
    const event taken = session.run.wait_for("swapped");
    INFO(taken.dump());
    REQUIRE(taken.at("pid") != session.worker);
    REQUIRE(taken.at("state") == "kept");
    REQUIRE(taken.at("debugger") == event{{"name", "gdb"}}); // it has not followed anybody
    const event ended = session.run.wait_for("worker_ended");
    INFO(ended.dump());
    REQUIRE(ended.at("cause") == "by_hand");
    REQUIRE(ended.at("pid") == taken.at("pid"));
    session.run.wait_for("swapped");
    [[maybe_unused]] const auto exit = debugger.wait();
    INFO(read_file(session.game / "gdb.log"));
    REQUIRE(read_file(session.game / "gdb.log").find("$1 = ") != std::string::npos);
    session.require_that_it_plays_on();
}

TEST_CASE("a game that is started in gdb and stopped in its first frame is told to be, and is not late")
{
    if (!can_debug())
        return;
    debugged_session session;
    program_run debugger{by_gdb(session.game, {stop_in_each_frame, "run", wait_for_go_on, "detach"})};
    session.run.wait_for("notice", [](const event& each) {
        return each.at("sentence")
            .get<std::string>()
            .ends_with(" is stopped in gdb in its first frame; nothing times out meanwhile");
    });
    write_file(session.game / "go_on", "");
    CHECK(session.run.wait_for("swapped").at("late_frames") == 0);
    session.require_that_it_plays_on();
}

TEST_CASE("no zombie is left of a worker that was replaced while gdb held it, once gdb has quit")
{
    if (!can_debug())
        return;
    debugged_session session;
    gdb debugger{session.game, session.worker, {stop_in_each_frame, "continue", wait_for_go_on, "kill"}};
    require_held(session, debugger);
    session.run.order({"restart"});
    session.run.wait_for_frame(session.run.frame() + 10);
    // The build can write what it wants to while gdb holds an earlier generation.
    fs::remove(session.game.executable());
    session.game.overwrite(worker_program("debuggee"), "next");
    session.run.wait_for("swapped", [](const event& each) { return each.at("generation") == 2; });
    write_file(session.game / "go_on", "");
    [[maybe_unused]] const auto ended = debugger.process().wait();
    REQUIRE(eventually([&] { return !fs::exists("/proc/" + std::to_string(session.worker)); }));
    session.require_that_it_plays_on();
}
