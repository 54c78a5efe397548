#include "catch.hpp"
#include "supervisor/platform/handle_watch.hpp"
#include "supervisor/platform/orphans.hpp"
#include "supervisor/platform/process.hpp"
#include "tests/unit/build/loop_support.hpp"

#include <array>
#include <csignal>
#include <thread>

#include <sys/ptrace.h>
#include <unistd.h>

using namespace respawn;
using namespace respawn::test;
using std::chrono::seconds;

namespace {

platform::child_process start(platform::spawn_options options)
{
    return platform::spawn(options).value();
}

platform::child_process start_shell(const std::string& script)
{
    return start({.program = "/bin/sh", .arguments = {"sh", "-c", script}});
}

/// Everything that a process prints, and that it ended with success.
std::string output_of(platform::spawn_options options)
{
    auto pipe = platform::create_pipe().value();
    options.standard_output = pipe.write.get();
    options.standard_error = pipe.write.get();
    const auto child = start(options);
    pipe.write.close();
    const auto status = platform::reap(child, seconds{20});
    REQUIRE(status.has_value());
    CHECK_FALSE(status->signaled);
    CHECK(status->code == 0);
    std::string output(65536, '\0');
    output.resize(platform::read_available(pipe.read.get(), output).bytes);
    return output;
}

std::string shell_output(const std::string& script)
{
    return output_of({.program = "/bin/sh", .arguments = {"sh", "-c", script}});
}

template <class Condition>
bool wait_until(Condition condition)
{
    asio::io_context idle;
    return run_until(idle, condition);
}

} // namespace

TEST_CASE("A process gets its arguments, additions to the environment and folder, and an empty input")
{
    const temporary_folder folder;
    ::setenv("RESPAWN_TEST_KEPT", "kept", 1);
    ::setenv("RESPAWN_TEST_REPLACED", "before", 1);
    const std::string output = output_of(
        {.program = "/bin/sh",
         .arguments =
             {"sh", "-c", "echo \"$1 $RESPAWN_TEST_KEPT $RESPAWN_TEST_REPLACED\"; pwd -P; cat; echo end >&2",
              "-", "one"},
         .environment = {{"RESPAWN_TEST_REPLACED", "after"}},
         .directory = folder.path()});
    CHECK(output == "one kept after\n" + std::filesystem::canonical(folder.path()).string() + "\nend\n");
}

TEST_CASE("A process inherits no descriptor beyond the standard ones")
{
    auto leaky = platform::create_pipe().value();
    REQUIRE(::dup2(leaky.write.get(), 200) == 200);                       // without close-on-exec
    CHECK(shell_output("ls /proc/self/fd | tr '\\n' ' '") == "0 1 2 3 "); // 3: ls looking
    ::close(200);
}

TEST_CASE("A process starts with default signal actions and none blocked, in a group of its own")
{
    ::signal(SIGPIPE, SIG_IGN);
    sigset_t blocked;
    sigset_t before;
    ::sigemptyset(&blocked);
    ::sigaddset(&blocked, SIGTERM);
    ::sigprocmask(SIG_BLOCK, &blocked, &before);
    const std::string signals = output_of(
        {.program = "/bin/grep", .arguments = {"grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"}});
    sigset_t after;
    ::sigprocmask(SIG_SETMASK, &before, &after);
    ::signal(SIGPIPE, SIG_DFL);
    CHECK(signals == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
    CHECK(::sigismember(&after, SIGTERM) == 1);
    CHECK(shell_output("test $(cut -d' ' -f5 /proc/$$/stat) = $$ && echo leads") == "leads\n");
}

TEST_CASE("A program that cannot be executed is a sentence and leaves no process")
{
    const temporary_folder folder;
    const std::size_t before = open_descriptors();
    const auto sentence_for = [](const platform::spawn_options& options) {
        const auto started = platform::spawn(options);
        REQUIRE_FALSE(started.has_value());
        return started.error().sentence;
    };
    const std::string missing = folder / "missing";
    CHECK(
        sentence_for({.program = missing, .arguments = {"x"}}) ==
        "cannot start " + missing + ": No such file or directory");
    const std::string script = folder / "script";
    write_file(script, "#!/no/such/interpreter\n");
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    CHECK(sentence_for({.program = script, .arguments = {"x"}}).find("interpreter") != std::string::npos);
    CHECK(
        sentence_for({.program = "/bin/sh", .arguments = {"sh"}, .directory = missing}) ==
        "cannot start /bin/sh in the folder " + missing + ": No such file or directory");
    CHECK_FALSE(has_children());
    CHECK(open_descriptors() == before);
}

TEST_CASE("Only the main thread starts processes")
{
    bool started = true;
    std::thread{[&] {
        started = platform::spawn({.program = "/bin/true", .arguments = {"true"}}).has_value();
    }}.join();
    CHECK_FALSE(started);
}

TEST_CASE("How a process ended is told once it has ended, and not before")
{
    const auto running = start_shell("exec sleep 1000");
    CHECK_FALSE(platform::reap(running).has_value());
    platform::signal_group(running.process_id, SIGTERM);
    const auto killed = platform::reap(running, seconds{20});
    REQUIRE(killed.has_value());
    CHECK(killed->signaled);
    CHECK(killed->code == SIGTERM);

    const auto failing = start_shell("exit 7");
    const auto failed = platform::reap(failing, seconds{20});
    REQUIRE(failed.has_value());
    CHECK_FALSE(failed->signaled);
    CHECK(failed->code == 7);
    CHECK_FALSE(has_children());
}

TEST_CASE("The event loop hears of a process's end once, and of nothing after the watch is destroyed")
{
    asio::io_context loop;
    const auto child = start_shell("exit 0");
    const auto watched_for_nothing = start_shell("exit 0");
    int calls = 0;
    platform::handle_watch watch;
    watch = platform::handle_watch{loop, child.exit_handle.get(), [&] {
                                       ++calls;
                                       watch.stop();
                                   }};
    {
        const platform::handle_watch unused{
            loop, watched_for_nothing.exit_handle.get(), [] { FAIL("destroyed"); }};
        REQUIRE(platform::reap(watched_for_nothing, seconds{20}).has_value());
    }
    CHECK(run_until(loop, [&] { return calls > 0; }));
    loop.restart();
    loop.poll();
    CHECK(calls == 1);
    CHECK(platform::reap(child).has_value());
}

TEST_CASE("A process is killed when the process that started it dies of SIGKILL")
{
    auto pipe = platform::create_pipe().value();
    const pid_t parent = ::fork();
    if (parent == 0) {
        const auto child = platform::spawn({.program = "/bin/sleep", .arguments = {"sleep", "1000"}});
        const int process_id = child ? child->process_id : 0;
        (void)!::write(pipe.write.get(), &process_id, sizeof process_id);
        ::raise(SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(parent, &status, 0) == parent);
    int grandchild = 0;
    REQUIRE(::read(pipe.read.get(), &grandchild, sizeof grandchild) == sizeof grandchild);
    REQUIRE(grandchild > 0);
    CHECK(wait_until([&] { return !is_running(grandchild); }));
    platform::tend_orphans([](std::string_view) { return false; }); // this process adopts in other tests
}

TEST_CASE(
    "A process that a debugger has stopped is known as such, and a running or merely stopped one is not")
{
    const auto child = start_shell("exec sleep 1000");
    CHECK_FALSE(platform::has_ended(child.exit_handle));
    CHECK(platform::debugger_of(child.process_id) != platform::debugger_state::stopped);
    REQUIRE(::ptrace(PTRACE_SEIZE, child.process_id, nullptr, nullptr) == 0);
    CHECK(platform::debugger_of(child.process_id) != platform::debugger_state::stopped);
    REQUIRE(::ptrace(PTRACE_INTERRUPT, child.process_id, nullptr, nullptr) == 0);
    CHECK(wait_until(
        [&] { return platform::debugger_of(child.process_id) == platform::debugger_state::stopped; }));
    siginfo_t stopped{};
    REQUIRE(::waitid(P_PID, static_cast<id_t>(child.process_id), &stopped, WSTOPPED) == 0);
    REQUIRE(::ptrace(PTRACE_DETACH, child.process_id, nullptr, nullptr) == 0);
    platform::signal_group(child.process_id, SIGSTOP);
    CHECK(wait_until([&] {
        return read_file("/proc/" + std::to_string(child.process_id) + "/stat").find(") T ") !=
               std::string::npos;
    }));
    CHECK(platform::debugger_of(child.process_id) != platform::debugger_state::stopped);
    platform::signal_group(child.process_id, SIGKILL);
    CHECK(wait_until([&] { return platform::has_ended(child.exit_handle); }));
    CHECK(platform::reap(child, seconds{20}).has_value());
    CHECK(platform::debugger_of(child.process_id) != platform::debugger_state::stopped);
}

TEST_CASE("Orphans of a group are adopted and reaped, and own children are left alone")
{
    REQUIRE(platform::adopt_orphans("the test").has_value());
    const auto parent = start_shell("sleep 1000 & exit 0");
    REQUIRE(platform::reap(parent, seconds{20}).has_value());
    CHECK(platform::group_exists(parent.process_id));
    platform::signal_group(parent.process_id, SIGKILL);
    CHECK(wait_until([&] { return !platform::group_exists(parent.process_id); }));
    CHECK_FALSE(has_children());

    const auto own = start_shell("exit 3");
    const auto escaping = start_shell("setsid sh -c 'exit 0' & exit 0");
    REQUIRE(platform::reap(escaping, seconds{20}).has_value());
    CHECK(wait_until([&] {
        platform::tend_orphans([](std::string_view) { return false; });
        const std::string process_id = std::to_string(::getpid());
        return read_file("/proc/" + process_id + "/task/" + process_id + "/children") ==
               std::to_string(own.process_id) + " ";
    }));
    const auto status = platform::reap(own, seconds{20});
    REQUIRE(status.has_value());
    CHECK(status->code == 3);
    CHECK_FALSE(has_children());
}
