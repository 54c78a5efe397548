#include "catch.hpp"

#include "supervisor/platform/process.hpp"
#include "tests/process/attach_permission.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <iterator>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

using namespace respawn::test;
using respawn::unique_handle;
namespace platform = respawn::platform;

namespace {

/// Where the system lets only parents attach, nothing of this can be shown.
bool can_debug()
{
    const bool can = may_attach('1');
    if (!can)
        WARN("left out: a debugger may not attach");
    return can;
}

program_start debug_with_slow_lldb(const project& game)
{
    // Its input does not end.
    program_start start =
        game.respawn({"-c", "mkfifo keys; exec \"$0\" debug lldb <>keys", respawn_program().string()});
    start.program = "/bin/sh";
    start.environment.emplace_back("PATH", std::string{SLOW_LLDB_FOLDER} + ":" + std::getenv("PATH"));
    start.output = game / "debugger.log";
    start.errors = game / "debugger.errors";
    return start;
}

/// A game that plays, halted by `respawn debug lldb` for an lldb that is slow to leave it for a newer build.
struct halted_game {
    halted_game()
    {
        INFO(read_file(game / "debugger.log"));
        REQUIRE(
            eventually([&] { return platform::debugger_of(worker) == platform::debugger_state::attached; }));
        game.install(worker_program("slow_starter"));
        REQUIRE(eventually([&] { return log().find("process detach") != std::string::npos; }));
        REQUIRE(platform::debugger_of(worker) == platform::debugger_state::stopped);
    }

    [[nodiscard]] std::string log() const { return read_file(game / "debugger.log"); }

    /// The process that warms up; 0: there is none.
    [[nodiscard]] int next() const
    {
        const event status = run.status();
        return status.contains("next") && status.at("next").contains("pid")
                   ? status.at("next").at("pid").get<int>()
                   : 0;
    }

    void require_that_it_plays_on()
    {
        run.wait_for_frame(run.frame() + 10);
        CHECK(run.worker_process_id() == worker);
    }

    struct installed_project : project {
        installed_project() { install(worker_program("counter")); }
    };
    installed_project game;
    supervisor_run run{game, {"--gate-timeout", "300"}};
    int worker = run.wait_for("swapped").at("pid");
    program_run debugger{debug_with_slow_lldb(game)};
};

/// The user's end of a terminal.
struct keyboard {
    keyboard() : handle{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)}
    {
        REQUIRE(::grantpt(handle.get()) == 0);
        REQUIRE(::unlockpt(handle.get()) == 0);
    }
    [[nodiscard]] unique_handle open_terminal() const
    {
        return unique_handle{::open(::ptsname(handle.get()), O_RDWR | O_NOCTTY | O_CLOEXEC)};
    }

    /// Adds what is shown to `shown`, until these words are in it.
    void read_until(std::string_view words, std::string& shown) const
    {
        constexpr int patience_ms = 60'000;
        std::array<char, 512> piece{};
        while (shown.find(words, shown.size() - std::min(shown.size(), 2 * piece.size())) ==
               std::string::npos) {
            pollfd question{handle.get(), POLLIN, 0};
            const bool is_there = ::poll(&question, 1, patience_ms) == 1;
            const auto got = is_there ? ::read(handle.get(), piece.data(), piece.size()) : 0;
            if (got <= 0)
                FAIL(
                    "it shows no more than ..."
                    << shown.substr(shown.size() - std::min<std::size_t>(shown.size(), 200)));
            std::remove_copy(piece.data(), piece.data() + got, std::back_inserter(shown), '\r');
        }
    }

    unique_handle handle;
};

/// Runs `respawn debug DEBUGGER` on a terminal, as `start` would without one. Hang-ups are ignored, as under
/// nohup.
platform::child_process debug_on(
    const unique_handle& terminal, const program_start& start, const std::string& debugger)
{
    platform::spawn_options options;
    options.program = "/bin/sh";
    options.arguments = {
        options.program, "-c", R"(trap '' HUP; exec "$0" debug "$1")", respawn_program().string(), debugger};
    options.environment = start.environment;
    options.directory = start.folder.string();
    options.standard_input = options.standard_output = options.standard_error = terminal.get();
    return platform::spawn(options).value();
}

bool can_debug_with(std::string_view debugger)
{
    const bool is_there = std::filesystem::exists(debugger == "gdb" ? "/usr/bin/gdb" : "/usr/bin/lldb");
    if (!is_there)
        WARN("left out: there is no " << debugger);
    return is_there && can_debug();
}

/// A game that plays, and a debugger of the system's that follows it, on a terminal.
struct debugged_game {
    explicit debugged_game(std::string debugger_name) :
        name{std::move(debugger_name)}, debugger{debug_on(
                                            terminal, {.folder = game.folder(), .environment = environment()},
                                            name)}
    {
        user.read_until(name == "gdb" ? "[respawn] generation 1" : "process continue", shown);
        user.read_until(name == "gdb" ? "(gdb) " : " resuming\n(lldb) ", shown);
        REQUIRE(eventually([&] { return at_worker() == platform::debugger_state::attached; }));
    }
    ~debugged_game()
    {
        platform::signal_group(debugger.process_id, SIGKILL);
        [[maybe_unused]] const auto ended = platform::reap(debugger, usual_patience);
    }
    debugged_game(const debugged_game&) = delete;
    debugged_game& operator=(const debugged_game&) = delete;

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> environment() const
    {
        return {
            {"XDG_RUNTIME_DIR", game.runtime_folder().string()}, {"DEBUGINFOD_URLS", ""}, {"TERM", "dumb"}};
    }
    [[nodiscard]] platform::debugger_state at_worker() const { return platform::debugger_of(worker); }

    void type(std::string_view keys) const
    {
        REQUIRE(::write(user.handle.get(), keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
    }

    void stop_at_breakpoint()
    {
        type("b every_frame\r");
        user.read_until(name == "gdb" ? "Breakpoint 1, " : "stop reason = breakpoint", shown);
        REQUIRE(eventually([&] { return at_worker() == platform::debugger_state::stopped; }));
    }

    struct installed_project : project {
        installed_project() { install(worker_program("debuggee")); }
    };
    installed_project game;
    supervisor_run run{game};
    int worker = run.wait_for("swapped").at("pid");
    keyboard user;
    unique_handle terminal = user.open_terminal();
    std::string shown, name;
    platform::child_process debugger;
};

} // namespace

TEST_CASE("a worker that lldb is slow to leave plays on once it is left, also when newer builds have come "
          "meanwhile")
{
    if (!can_debug())
        return;
    halted_game halted;
    REQUIRE(eventually([&] { return halted.next() != 0; }));
    const int second = halted.next();
    REQUIRE(eventually([&] { return platform::debugger_of(second) != platform::debugger_state::none; }));
    halted.game.install(worker_program("counter"), "third");
    REQUIRE(eventually([&] { return halted.next() != 0 && halted.next() != second; }));
    const std::string going = "process attach --pid " + std::to_string(halted.next());
    REQUIRE(eventually([&] { return halted.log().find(going) != std::string::npos; }));
    write_file(halted.game / "leave", "");
    halted.require_that_it_plays_on();
    write_file(halted.game / "come", "");
    halted.run.wait_for("swapped", [](const event& each) { return each.at("generation") == 3; });
}

TEST_CASE("a worker that was halted for lldb plays on when the debugging ends")
{
    if (!can_debug())
        return;
    halted_game halted;
    ::kill(halted.debugger.process_id(), SIGTERM);
    [[maybe_unused]] const auto ended = halted.debugger.wait();
    halted.require_that_it_plays_on();
}

TEST_CASE("a worker that was halted for lldb plays on when the debugging is killed")
{
    if (!can_debug())
        return;
    halted_game halted;
    ::kill(halted.debugger.process_id(), SIGKILL);
    halted.require_that_it_plays_on();
}

TEST_CASE("nothing that lldb prints is lost on a terminal that is read slowly, nor does that go on refusing "
          "to wait")
{
    project game;
    game.install(worker_program("counter"));
    supervisor_run run{game};
    run.wait_for("swapped");
    const keyboard user;
    const unique_handle terminal = user.open_terminal();
    const auto debugger = debug_on(terminal, debug_with_slow_lldb(game), "lldb");
    std::string shown;
    // From then on nothing but this is typed.
    user.read_until("process continue\n(lldb) ", shown);
    REQUIRE(::write(user.handle.get(), "print\r", 6) == 6);
    user.read_until("line 99999\n(lldb) ", shown);
    std::string expected;
    for (int i = 0; i < 100'000; ++i)
        expected += "line " + std::to_string(i) + "\n";
    CHECK(shown.find(expected) != std::string::npos);
    CHECK((::fcntl(terminal.get(), F_GETFL) & O_NONBLOCK) == 0);
    platform::signal_group(debugger.process_id, SIGKILL);
    CHECK(platform::reap(debugger, usual_patience).has_value());
}

TEST_CASE(
    "lldb ends at Ctrl-D while the game runs, which plays on, also behind a line that was typed at once")
{
    if (!can_debug_with("lldb"))
        return;
    const std::string keys = GENERATE("\x04", "version\rbreakpoint set -n main\rbt\r\x04");
    debugged_game game{"lldb"};
    game.type(keys);
    const auto ended = platform::reap(game.debugger, usual_patience);
    REQUIRE(ended.has_value());
    CHECK_FALSE(ended->signaled);
    CHECK(ended->code == 0);
    CHECK(game.at_worker() == platform::debugger_state::none);
    game.run.wait_for_frame(game.run.frame() + 10);
    CHECK(game.run.worker_process_id() == game.worker);
}

TEST_CASE("the game plays on when the debugger that follows it is killed while it runs")
{
    const std::string debugger = GENERATE("gdb", "lldb");
    if (!can_debug_with(debugger))
        return;
    debugged_game game{debugger};
    platform::signal_process(game.debugger, SIGKILL);
    REQUIRE(eventually([&] { return game.at_worker() == platform::debugger_state::none; }));
    game.run.wait_for_frame(game.run.frame() + 10);
    CHECK(game.run.worker_process_id() == game.worker);
}

TEST_CASE("the game plays on when the debugger that follows it is killed while it is stopped at a "
          "breakpoint")
{
    const std::string debugger = GENERATE("gdb", "lldb");
    if (!can_debug_with(debugger))
        return;
    debugged_game game{debugger};
    game.stop_at_breakpoint();
    platform::signal_process(game.debugger, SIGKILL);
    game.run.wait_for_frame(game.run.frame() + 10);
    for (const event& each : game.run.events("worker_ended"))
        CHECK(each.at("cause") == "lost_debugger");
}

TEST_CASE("a second debugger is refused with the name of the first one, until that has gone")
{
    if (!can_debug_with("lldb") || !can_debug_with("gdb"))
        return;
    debugged_game game{"lldb"};
    const program_result second = game.run.command({"debug", "gdb", "-nx", "-batch"});
    INFO(second.errors);
    CHECK(second.exit_code == 1);
    CHECK(second.errors.find("lldb (process ") != std::string::npos);
    CHECK(second.errors.find(") debugs the game of ") != std::string::npos);
    platform::signal_process(game.debugger, SIGKILL);
    REQUIRE(eventually([&] { return game.at_worker() == platform::debugger_state::none; }));
    CHECK(game.run.command({"debug", "gdb", "-nx", "-batch"}).exit_code == 0);
}
