#include "supervisor/control/platform/linux/single_key_mode.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>

namespace respawn::platform {
namespace {

constexpr std::array ending_signals{SIGHUP,  SIGINT, SIGQUIT, SIGTERM, SIGABRT,
                                    SIGSEGV, SIGBUS, SIGFPE,  SIGILL};

// What signal handlers and exit() give back. `to_restore` is written while `terminal_to_restore` is none.
constexpr int none = -1;
std::atomic<int> terminal_to_restore{none};
termios to_restore;

// Setting the terminal from the background would stop this process, unless the signal for it is blocked.
void set_terminal(int terminal, const termios& settings)
{
    sigset_t stop;
    sigset_t before;
    ::sigemptyset(&stop);
    ::sigaddset(&stop, SIGTTOU);
    ::pthread_sigmask(SIG_BLOCK, &stop, &before);
    ::tcsetattr(terminal, TCSANOW, &settings);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

// Async-signal-safe.
void restore_terminal()
{
    const int terminal = terminal_to_restore.exchange(none);
    if (terminal != none)
        set_terminal(terminal, to_restore);
}

// The handler was reset when it was called: the signal ends the process as soon as this returns.
void restore_and_end(int signal)
{
    restore_terminal();
    ::raise(signal);
}

void handle_ending_signals()
{
    for (const int signal : ending_signals) {
        struct sigaction current {};
        ::sigaction(signal, nullptr, &current);
        if (current.sa_handler == SIG_DFL) {
            struct sigaction ours {};
            ours.sa_handler = restore_and_end;
            ours.sa_flags = static_cast<int>(SA_RESETHAND);
            ::sigaction(signal, &ours, nullptr);
        }
    }
}

void leave_ending_signals()
{
    for (const int signal : ending_signals) {
        struct sigaction current {};
        ::sigaction(signal, nullptr, &current);
        if (current.sa_handler == restore_and_end)
            std::signal(signal, SIG_DFL);
    }
}

} // namespace

single_key_mode::single_key_mode(int terminal, control_keys how) : terminal_{terminal}, control_keys_{how}
{
    ::tcgetattr(terminal_, &before_);
    to_restore = before_;
    terminal_to_restore = terminal_;
    [[maybe_unused]] static const int registered = std::atexit(restore_terminal);
    handle_ending_signals();
    apply();
}

single_key_mode::~single_key_mode()
{
    restore_terminal();
    leave_ending_signals();
}

void single_key_mode::apply() const
{
    auto settings = before_;
    settings.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    if (control_keys_ == control_keys::are_keys) {
        settings.c_lflag &= ~static_cast<tcflag_t>(ISIG | IEXTEN);
        settings.c_iflag &= ~static_cast<tcflag_t>(IXON | ICRNL);
    }
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    set_terminal(terminal_, settings);
}

} // namespace respawn::platform
