#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"
#include "supervisor/platform/process.hpp"

#include <asio/io_context.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

/// A child on a terminal of its own. Implemented in platform/<os>/.
namespace respawn::platform {

struct terminal_child {
    child_process process;
    /// Reading gives what the child prints, writing is what is typed; reading fails when the child has ended.
    unique_handle terminal;
};

/// Starts a program that is looked for in PATH, with `environment` added. Threads: none may have been
/// started.
[[nodiscard]] result<terminal_child> spawn_on_terminal(
    const std::vector<std::string>& arguments,
    const std::vector<std::pair<std::string, std::string>>& environment);

/// Another handle of the same terminal.
[[nodiscard]] unique_handle shared_terminal(const terminal_child& child);

/// Has a child end whose terminal has no other handle any more, and gives its exit code; 128 and the signal's
/// number if a signal ended it.
[[nodiscard]] int hang_up(terminal_child& child) noexcept;

/// Makes the user's terminal, if this process has one, a window on a child's, for as long as this lives:
/// every key is handed out, Ctrl-C and its like too, none is shown, and the child's terminal has the size of
/// the user's. Must not outlive the loop.
class terminal_window {
public:
    terminal_window(asio::io_context& loop, const terminal_child& child);
    ~terminal_window();
    terminal_window(const terminal_window&) = delete;
    terminal_window& operator=(const terminal_window&) = delete;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace respawn::platform
