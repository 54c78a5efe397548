#pragma once

#include "shared/result.hpp"
#include "supervisor/build/kept_output.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/handle_watch.hpp"
#include "supervisor/platform/process.hpp"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace respawn::supervisor {

/// One command of the shell that runs beside the game, for as long as it likes; it ends with this object at
/// the latest. What it leaves in the background goes its own way.
///
/// Threads: the main thread, which runs the loop.
class hook_run {
public:
    struct settings {
        std::string command{}; ///< for the shell
        std::string directory{};
        std::vector<std::pair<std::string, std::string>> environment{};
    };
    /// Called from the loop, with how it ended and what it printed. It may destroy the object.
    using finished_function = std::function<void(const platform::exit_status&, std::string output)>;

    [[nodiscard]] static result<std::unique_ptr<hook_run>> start(
        asio::io_context& loop, const settings& what, finished_function finished);
    ~hook_run();
    hook_run(const hook_run&) = delete;
    hook_run& operator=(const hook_run&) = delete;

    /// To its whole group.
    void signal(int number);

private:
    hook_run(
        asio::io_context& loop, platform::child_process child, unique_handle pipe,
        finished_function finished);
    void read_output();
    void process_exited();
    void finish();

    platform::child_process child_;
    std::optional<platform::exit_status> exit_;
    unique_handle pipe_;
    kept_output output_;
    finished_function finished_;

    // Last, so that they stop first.
    platform::handle_watch exit_watch_, output_watch_;
    one_shot_timer drain_timer_;
};

} // namespace respawn::supervisor
