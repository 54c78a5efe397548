#include "supervisor/control/terminal_keys.hpp"

#include "loop.hpp"
#include "pseudo_terminal.hpp"

#include <csignal>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>

using namespace respawn;
using namespace respawn::supervisor;
using namespace std::chrono_literals;

namespace {

// Another process has no loop to be run: looks again and again, with a deadline.
template <class Condition>
bool wait_until(Condition condition)
{
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::yield();
    }
    return true;
}

// The test framework handles these itself, which a forked child must not.
void handle_signals_as_usual()
{
    for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGABRT})
        std::signal(signal, SIG_DFL);
}

struct pipe_ends {
    unique_handle read, write;
};

pipe_ends make_pipe()
{
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    return {unique_handle{ends[0]}, unique_handle{ends[1]}};
}

/// A program in the terminal: tells `told` first '!' and then every key; the key x makes it exit.
[[noreturn]] void run_program(int terminal, int told)
{
    handle_signals_as_usual();
    asio::io_context context;
    const auto tell = [told](char key) { static_cast<void>(!::write(told, &key, 1)); };
    const auto keys = terminal_keys::open(context, terminal, [&](char key) {
        tell(key);
        if (key == 'x')
            std::exit(0);
    });
    tell('!');
    context.run();
    ::_exit(1);
}

/// The program as a child of this process, without job control.
struct child_program {
    explicit child_program(const pseudo_terminal& terminal) : pid{::fork()}
    {
        if (pid == 0)
            run_program(terminal.handle(), ends.write.get());
    }
    ~child_program()
    {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
    }
    child_program(const child_program&) = delete;
    child_program& operator=(const child_program&) = delete;

    pipe_ends ends = make_pipe();
    pid_t pid;
};

bool told(const pipe_ends& ends, char expected)
{
    pollfd readable{ends.read.get(), POLLIN, 0};
    char key = 0;
    return ::poll(&readable, 1, 10'000) == 1 && ::read(ends.read.get(), &key, 1) == 1 && key == expected;
}

bool ended_by(pid_t pid, int signal)
{
    siginfo_t how{};
    const bool ended = wait_until([&] {
        return ::waitid(P_PID, static_cast<id_t>(pid), &how, WEXITED | WNOHANG | WNOWAIT) == 0 && how.si_pid;
    });
    return ended && how.si_status == signal;
}

/// A shell with the program as its job: what a user's shell does with the terminal, in a session of its own.
///
/// Runs in a forked process: its checks are steps, and the first that fails is the exit code.
class shell {
public:
    explicit shell(const pseudo_terminal& terminal) : terminal_{terminal}
    {
        handle_signals_as_usual();
        std::signal(SIGTTOU, SIG_IGN);
        ::setsid();
        ::ioctl(terminal_.handle(), TIOCSCTTY, 0);
        ::alarm(60); // whatever happens, it ends
        job_ = ::fork();
        if (job_ == 0) {
            std::signal(SIGTTOU, SIG_DFL);
            ::setpgid(0, 0);
            run_program(terminal_.handle(), ends_.write.get());
        }
        ::setpgid(job_, job_);
    }

    void step(bool holds)
    {
        ++step_;
        if (!holds)
            leave(step_);
    }
    [[noreturn]] void leave(int code)
    {
        ::kill(job_, SIGKILL);
        ::_exit(code);
    }

    void to_foreground() { ::tcsetpgrp(terminal_.handle(), job_); }
    void to_background() { ::tcsetpgrp(terminal_.handle(), ::getpgrp()); }
    void resume() { ::kill(job_, SIGCONT); }
    bool is_told(char key) { return told(ends_, key); }
    [[nodiscard]] bool is_stopped() const
    {
        siginfo_t how{};
        return ::waitid(P_PID, static_cast<id_t>(job_), &how, WSTOPPED | WEXITED | WNOHANG | WNOWAIT) == 0 &&
               how.si_pid == job_ && how.si_code == CLD_STOPPED;
    }
    void forget_stop() const
    {
        siginfo_t how{};
        ::waitid(P_PID, static_cast<id_t>(job_), &how, WSTOPPED | WNOHANG);
    }

private:
    const pseudo_terminal& terminal_;
    pipe_ends ends_ = make_pipe();
    pid_t job_ = 0;
    int step_ = 0;
};

// The number of the first step that failed in a shell; 0: none.
template <class Scenario>
int failed_step(const pseudo_terminal& terminal, Scenario scenario)
{
    const pid_t pid = ::fork();
    if (pid == 0) {
        shell user{terminal};
        scenario(user);
        user.leave(0);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace

TEST_CASE("keys arrive one by one, and the terminal gets its settings back")
{
    const pseudo_terminal terminal;
    const auto flags = ::fcntl(terminal.handle(), F_GETFL);
    asio::io_context context;
    std::string pressed;
    auto keys = terminal_keys::open(context, terminal.handle(), [&](char key) { pressed += key; });
    REQUIRE(keys);
    CHECK(terminal.gives_single_keys());

    REQUIRE(terminal.type("r"));
    CHECK(run_until(context, [&] { return pressed == "r"; }));
    REQUIRE(terminal.type("Rp"));
    CHECK(run_until(context, [&] { return pressed == "rRp"; }));

    CHECK(::fcntl(terminal.handle(), F_GETFL) == flags);
    keys.reset();
    CHECK(terminal.is_as_before());
    context.restart();
    context.run_for(10s);
    CHECK(context.stopped());
}

TEST_CASE("what is no terminal has no keys")
{
    const auto ends = make_pipe();
    asio::io_context context;
    CHECK_FALSE(terminal_keys::open(context, ends.read.get(), [](char) {}));
    CHECK_FALSE(terminal_keys::open(context, -1, [](char) {}));
}

TEST_CASE("a terminal that goes away is no harm")
{
    asio::io_context context;
    std::string pressed;
    std::unique_ptr<terminal_keys> keys;
    {
        const pseudo_terminal terminal;
        keys = terminal_keys::open(context, terminal.handle(), [&](char key) { pressed += key; });
        REQUIRE(keys);
    }
    context.run_for(50ms);
    keys.reset();
    CHECK(pressed.empty());
}

TEST_CASE("a signal that ends the program gives the terminal back first")
{
    const int signal = GENERATE(SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGABRT);
    CAPTURE(signal);
    const pseudo_terminal terminal;
    const child_program program{terminal};
    REQUIRE(told(program.ends, '!'));
    CHECK(terminal.gives_single_keys());
    ::kill(program.pid, signal);
    CHECK(ended_by(program.pid, signal));
    CHECK(terminal.is_as_before());
}

TEST_CASE("exit gives the terminal back")
{
    const pseudo_terminal terminal;
    const child_program program{terminal};
    REQUIRE(told(program.ends, '!'));
    REQUIRE(terminal.type("x"));
    CHECK(ended_by(program.pid, 0));
    CHECK(terminal.is_as_before());
}

TEST_CASE("a suspended program leaves the terminal as it was, and takes it up when it is resumed")
{
    const pseudo_terminal terminal;
    CHECK(failed_step(terminal, [&](shell& user) {
              user.to_foreground();
              user.step(user.is_told('!'));
              user.step(wait_until([&] { return terminal.gives_single_keys(); }));
              for (int round = 0; round < 2; ++round) {
                  user.step(terminal.type("\x1a"));
                  user.step(wait_until([&] { return user.is_stopped(); }));
                  user.step(terminal.is_as_before());
                  user.forget_stop();
                  user.to_background();
                  user.to_foreground();
                  user.resume();
                  user.step(wait_until([&] { return terminal.gives_single_keys(); }));
                  user.step(terminal.type("p"));
                  user.step(user.is_told('p'));
              }
          }) == 0);
}

TEST_CASE("a program in the background is not stopped, and listens when it comes to the foreground")
{
    const pseudo_terminal terminal;
    CHECK(failed_step(terminal, [&](shell& user) {
              user.step(user.is_told('!'));
              user.step(terminal.is_as_before());
              user.to_foreground();
              user.step(wait_until([&] { return terminal.gives_single_keys(); }));
              user.step(terminal.type("p"));
              user.step(user.is_told('p'));
              user.to_background();
              user.step(
                  terminal.type("s")); // it sees that there is something, and that it is not its to read
              user.to_foreground();
              user.step(user.is_told('s'));
              user.step(!user.is_stopped());
          }) == 0);
}

TEST_CASE("Ctrl-C ends a program that does not handle it")
{
    const pseudo_terminal terminal;
    CHECK(failed_step(terminal, [&](shell& user) {
              user.to_foreground();
              user.step(user.is_told('!'));
              user.step(wait_until([&] { return terminal.gives_single_keys(); }));
              user.step(terminal.type("\x03"));
              user.step(wait_until([&] { return terminal.is_as_before(); }));
          }) == 0);
}
