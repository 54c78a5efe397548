#pragma once

#include "supervisor/control/platform/key_terminal.hpp"

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include <functional>
#include <memory>

namespace respawn::supervisor {

/// Reads single keys from a terminal for as long as it lives.
///
/// Ctrl-C and Ctrl-Z work as ever. The terminal gets its own settings back when this is destroyed, when the process
/// is suspended, and when a signal ends it. A process in the background leaves the terminal alone, and takes it up
/// again within a second of coming to the foreground.
class terminal_keys {
public:
    using key_handler = std::function<void(char)>;

    /// Nothing when `input` is not a terminal.
    [[nodiscard]] static std::unique_ptr<terminal_keys> open(
        asio::io_context& context, int input, key_handler handler);

    terminal_keys(const terminal_keys&) = delete;
    terminal_keys& operator=(const terminal_keys&) = delete;
    ~terminal_keys();

private:
    terminal_keys(asio::io_context& context, platform::key_terminal terminal, key_handler handler);

    void listen();
    void wait_for_key();
    void wait_for_foreground();
    void read_keys();
    void watch_suspension();

    platform::key_terminal terminal_;
    asio::posix::stream_descriptor input_;
    asio::signal_set suspension_;
    asio::steady_timer foreground_check_;
    key_handler handler_;
};

} // namespace respawn::supervisor
