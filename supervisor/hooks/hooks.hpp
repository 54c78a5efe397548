#pragma once

#include "supervisor/hooks/hook_command.hpp"
#include "supervisor/hooks/hook_run.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/report/reporter.hpp"

#include <asio/io_context.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// The user's commands that follow the workers' lives. They run beside the game and may take as long as they
/// like; one that fails is told, once until it works again or fails in another way.
///
/// Threads: the main thread, which runs the loop.
class hooks {
public:
    /// Each passes check_hook().
    hooks(asio::io_context& loop, std::vector<std::string> commands, report::reporter& report);

    /// Runs every command for what has become of a worker.
    void tell(const hook_values& values);
    /// Calls `done` once none runs any more: those that do are left a second to end by themselves, are then
    /// told to, and are killed if they don't.
    void end(std::function<void()> done);
    void kill_all();

    /// Of those that a worker's life starts, a few are there at a time: more come from a mistake.
    static constexpr std::size_t most_at_once = 32;

private:
    using runs = std::list<std::unique_ptr<hook_run>>;
    /// What tells one failure of a command from another: what it prints may be different each time.
    struct failed_as {
        enum class kind : std::uint8_t { exited, killed, not_started, left_out };
        kind what = kind::exited;
        int code = 0;
        friend bool operator==(const failed_as&, const failed_as&) = default;
    };

    void start(const std::string& command, const hook_values& values);
    void finished(
        runs::iterator which, const std::string& command, const std::string& title,
        const platform::exit_status& how, const std::string& output);
    void tell_failure(
        const std::string& command, const std::string& title, failed_as how, const std::string& words);
    void signal_all(int number);
    void patience_is_over();

    asio::io_context& loop_;
    std::vector<std::string> commands_;
    report::reporter& report_;
    runs running_;
    std::map<std::string, failed_as> failing_; ///< the commands that failed when they ran last: that was told
    std::function<void()> ended_;              ///< once end() was called
    int next_signal_ = 0;
    bool were_told_to_end_ = false;
    one_shot_timer patience_;
};

} // namespace respawn::supervisor
