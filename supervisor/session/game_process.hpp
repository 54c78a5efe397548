#pragma once

#include "supervisor/platform/handle_watch.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/session/worker_launch.hpp"

#include <asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace respawn::supervisor {

/// The process of one worker. Of one that a wrapper starts: the wrapper's, which is waited for and ended, and
/// the game's own once it is known.
///
/// Threads: the loop's.
class game_process {
public:
    struct callbacks {
        /// What was begun with has ended. It is reaped, unless a debugger holds what is left of it.
        std::function<void()> exited;
        /// The game has ended, and its wrapper has not.
        std::function<void()> exited_in_wrapper;
    };

    /// `mark`: of its descendants.
    game_process(asio::io_context& loop, origin from, std::string mark, callbacks calls);
    /// Kills what is left.
    ~game_process();
    game_process(const game_process&) = delete;
    game_process& operator=(const game_process&) = delete;

    void begin(platform::child_process process);
    /// Whether that process is, or may be, the game's own.
    [[nodiscard]] bool expects(int process_id) const;
    /// That process, which is expected, is the game's own. False: it is gone.
    [[nodiscard]] bool found(int process_id);

    /// The game's own; its wrapper's as long as that is not known.
    [[nodiscard]] int id() const { return wrapped_ ? wrapped_->process_id : child_.process_id; }
    [[nodiscard]] bool is_known() const { return from_ != origin::wrapper || was_found_; }

    /// To its whole group, unless that is somebody else's.
    void signal(int number);

    /// How the game ended, after exited(): its wrapper ends as it did.
    [[nodiscard]] platform::exit_status how_it_exited() const;
    /// Whether the system has ended a process for want of memory since this was made.
    [[nodiscard]] bool may_have_run_out_of_memory() const;
    /// The process, if a debugger still holds what is left of it: it is to be reaped later.
    [[nodiscard]] std::optional<platform::child_process> take_unreaped();

private:
    void child_exited();
    void wrapped_exited();

    asio::io_context& loop_;
    origin from_;
    std::string mark_;
    callbacks calls_;
    platform::child_process child_; ///< that is waited for and ended
    /// The game, if its wrapper runs it in another process.
    std::optional<platform::child_process> wrapped_;
    bool was_found_ = false;
    std::optional<platform::exit_status> exit_status_;
    std::uint64_t killed_for_memory_before_ = platform::killed_for_memory();
    platform::handle_watch exit_watch_, wrapped_exit_watch_;
};

} // namespace respawn::supervisor
