#include "supervisor/debug/platform/terminal_child.hpp"

#include "supervisor/control/platform/linux/single_key_mode.hpp"
#include "supervisor/debug/platform/become.hpp"

#include <asio/signal_set.hpp>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <optional>

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

/// For a child that has something to do at its end.
constexpr std::chrono::seconds end_patience{10};
constexpr int shell_signal_base = 128;

/// Of a terminal that nobody looks at; without a size, lldb does not treat it as one.
constexpr winsize usual_size{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};

} // namespace

result<terminal_child> spawn_on_terminal(
    const std::vector<std::string>& arguments,
    const std::vector<std::pair<std::string, std::string>>& environment)
{
    int terminal = unique_handle::none;
    const int child = ::forkpty(&terminal, nullptr, nullptr, &usual_size);
    if (child < 0)
        return errno_failure("cannot make a terminal for " + arguments.front());
    if (child == 0) {
        // If hang-ups were ignored, as under nohup, the end of the terminal would be one of the input, at
        // which lldb 14 holds a process that it debugs.
        std::signal(SIGHUP, SIG_DFL);
        std::fprintf(stderr, "respawn: %s\n", become(arguments, environment).sentence.c_str());
        ::_exit(127);
    }
    ::fcntl(terminal, F_SETFD, FD_CLOEXEC);
    unique_handle handle{terminal};
    auto exit_handle = watch_process(child);
    if (!exit_handle)
        return exit_handle.error();
    return terminal_child{{child, std::move(*exit_handle)}, std::move(handle)};
}

unique_handle shared_terminal(const terminal_child& child)
{
    return unique_handle{::fcntl(child.terminal.get(), F_DUPFD_CLOEXEC, 0)};
}

int hang_up(terminal_child& child) noexcept
{
    child.terminal.close();
    auto status = reap(child.process, end_patience);
    if (!status) {
        signal_process(child.process, SIGKILL);
        status = reap(child.process, end_patience);
    }
    const exit_status how = status.value_or(exit_status{true, SIGKILL});
    return how.signaled ? shell_signal_base + how.code : how.code;
}

struct terminal_window::state {
    state(asio::io_context& loop, int child_terminal) : terminal{child_terminal}, resized{loop, SIGWINCH}
    {
        if (::isatty(STDIN_FILENO) == 1)
            keys.emplace(STDIN_FILENO, control_keys::are_keys);
        follow_size();
    }

    void copy_size() const
    {
        winsize size{};
        if (::ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
            ::ioctl(terminal, TIOCSWINSZ, &size);
    }

    void follow_size()
    {
        copy_size();
        resized.async_wait([this](std::error_code error, int) {
            if (!error)
                follow_size();
        });
    }

    int terminal;
    asio::signal_set resized;
    std::optional<single_key_mode> keys;
};

terminal_window::terminal_window(asio::io_context& loop, const terminal_child& child) :
    state_{std::make_unique<state>(loop, child.terminal.get())}
{}

terminal_window::~terminal_window() = default;

} // namespace respawn::platform
