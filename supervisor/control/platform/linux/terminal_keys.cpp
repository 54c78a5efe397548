#include "supervisor/control/terminal_keys.hpp"

#include "supervisor/control/platform/linux/single_key_mode.hpp"

#include <asio/posix/stream_descriptor.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace respawn::supervisor {
namespace {

using namespace std::chrono_literals;
constexpr auto foreground_check_interval = 500ms;

// A terminal that is not ours to share has no foreground: all of its keys are for us.
bool in_foreground(int terminal)
{
    const auto group = ::tcgetpgrp(terminal);
    return group == -1 ? errno == ENOTTY : group == ::getpgrp();
}

/// Invariant: the terminal is in single-key mode, and listened to, exactly while this process is in its
/// foreground, as far as that is known.
class linux_terminal_keys final : public terminal_keys {
public:
    linux_terminal_keys(asio::io_context& context, int terminal, key_handler handler) :
        terminal_{context, terminal}, suspension_{context}, foreground_check_{context}, handler_{std::move(
                                                                                            handler)}
    {
        watch_suspension();
        listen();
    }

private:
    void listen();
    void wait_for_key();
    void wait_for_foreground();
    void read_keys();
    void watch_suspension();
    void suspend();

    asio::posix::stream_descriptor terminal_;
    asio::signal_set suspension_;
    asio::steady_timer foreground_check_;
    key_handler handler_;
    std::optional<platform::single_key_mode> mode_;
};

void linux_terminal_keys::listen()
{
    terminal_.cancel();
    foreground_check_.cancel();
    if (!in_foreground(terminal_.native_handle()))
        return wait_for_foreground();
    if (mode_)
        mode_->apply();
    else
        mode_.emplace(terminal_.native_handle());
    wait_for_key();
}

void linux_terminal_keys::wait_for_key()
{
    terminal_.async_wait(
        asio::posix::stream_descriptor::wait_read,
        [this](std::error_code error) {
            if (!error)
                read_keys();
        });
}

void linux_terminal_keys::wait_for_foreground()
{
    foreground_check_.expires_after(foreground_check_interval);
    foreground_check_.async_wait([this](std::error_code cancelled) {
        if (!cancelled)
            listen();
    });
}

void linux_terminal_keys::read_keys()
{
    // Reading from the background would stop this process; the keys are for somebody else then.
    if (!in_foreground(terminal_.native_handle()))
        return wait_for_foreground();
    std::array<char, 64> keys{};
    const auto count = ::read(terminal_.native_handle(), keys.data(), keys.size());
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR))
        return; // the terminal is gone
    for (ssize_t index = 0; index < count; ++index)
        handler_(keys[static_cast<std::size_t>(index)]);
    wait_for_key();
}

void linux_terminal_keys::watch_suspension()
{
    suspension_.add(SIGTSTP);
    suspension_.add(SIGCONT);
    suspension_.async_wait([this](std::error_code cancelled, int signal) {
        if (cancelled)
            return;
        if (signal == SIGTSTP)
            suspend();
        listen();
        watch_suspension();
    });
}

// Returns when the process is resumed, or at once where nobody could resume it: then the kernel ignores the
// signal.
void linux_terminal_keys::suspend()
{
    mode_.reset();
    suspension_.remove(SIGTSTP);
    ::raise(SIGTSTP);
}

} // namespace

std::unique_ptr<terminal_keys> terminal_keys::open(asio::io_context& context, int input, key_handler handler)
{
    if (::isatty(input) == 0)
        return nullptr;
    // An open file of our own: not waiting in read() must not change the flags that a shell shares.
    const auto name = "/proc/self/fd/" + std::to_string(input);
    const int own = ::open(name.c_str(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (own < 0)
        return nullptr;
    return std::make_unique<linux_terminal_keys>(context, own, std::move(handler));
}

} // namespace respawn::supervisor
