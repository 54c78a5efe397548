#pragma once

#include <asio/io_context.hpp>

#include <functional>
#include <memory>

namespace respawn::supervisor {

/// Reads single keys from a terminal for as long as it lives.
///
/// Ctrl-C and Ctrl-Z work as ever. The terminal gets its own settings back when this is destroyed, when the
/// process is suspended, and when exit() or a signal ends it. A process in the background leaves the terminal
/// alone, and takes it up within a second of coming to the foreground. There is at most one; it must live
/// until the loop of `context` has ended. Implemented in platform/<os>/.
class terminal_keys {
public:
    using key_handler = std::function<void(char)>;

    /// Nothing when `input` is not a terminal. `input` stays the caller's, with its flags as they are.
    [[nodiscard]] static std::unique_ptr<terminal_keys> open(
        asio::io_context& context, int input, key_handler handler);

    virtual ~terminal_keys() = default;

protected:
    terminal_keys() = default;
};

} // namespace respawn::supervisor
