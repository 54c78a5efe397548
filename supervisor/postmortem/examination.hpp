#pragma once

#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/handle_watch.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/postmortem/findings_form.hpp"

#include <asio/io_context.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace respawn::postmortem {

/// Whom to look at, and for how long.
struct subject {
    int process_id = 0;
    int thread_id = 0;                         ///< that met its end first; 0: not known
    bool is_hang = false;                      ///< it did not meet its end, it hangs
    int signal = 0;                            ///< that it died of; 0: none
    std::optional<std::filesystem::path> core; ///< gets a core file, after the stack was told
    int state = unique_handle::none; ///< the state's memory object, for the core file; stays the caller's
    std::chrono::milliseconds patience{5000};
    std::chrono::milliseconds core_patience{60'000};
    /// Who looks: this program, also when its file has been replaced since it was started.
    std::string helper = "/proc/self/exe";
};

/// A look at a process that met its end or hangs, by a helper of its own: this program again, started as
/// `respawn examine`. Whatever the helper reads in the process and its images can only hurt the helper, which
/// is killed when the patience is over, or when this object is destroyed.
///
/// Threads: the loop's.
class examination {
public:
    struct callbacks {
        /// Called once, from the event loop.
        std::function<void(findings)> found;
        /// Called once after it, if a core file was asked for.
        std::function<void(core_outcome)> saved;
        /// Called last, after the helper has ended: it holds the process no more. May destroy the
        /// examination.
        std::function<void()> done;
        /// Gets the helper if it was killed and has not ended yet, also from the destructor: it is to be
        /// reaped later, and holds the process until it has ended.
        std::function<void(platform::child_process)> unreaped;
    };

    examination(asio::io_context& loop, subject of, callbacks calls);
    ~examination();
    examination(const examination&) = delete;
    examination& operator=(const examination&) = delete;

    /// The stack was told, what becomes of the core file that was asked for not yet.
    [[nodiscard]] bool is_writing_core() const;

private:
    [[nodiscard]] result<void> start(asio::io_context& loop);
    void read_output();
    void hear_lines();
    void hear(statement said);
    void patience_is_over();
    void helper_ended();
    std::optional<platform::exit_status> reap_helper();
    void finish();
    void remove_unfinished_core() const;
    void tell(findings found);
    void tell_problem(const std::string& sentence);

    subject subject_;
    callbacks calls_;
    platform::child_process helper_;
    unique_handle pipe_;
    std::string said_; ///< what is no whole line yet
    std::size_t said_bytes_ = 0;
    bool found_is_told_ = false, saved_is_told_ = false;
    std::string problem_;  ///< of the helper: why it was killed, or how it failed
    std::string obstacle_; ///< of the process: why it could not be looked at

    // Last, so that nothing is called while the rest is being destroyed.
    supervisor::one_shot_timer patience_, done_timer_;
    platform::handle_watch output_watch_, exit_watch_;
};

} // namespace respawn::postmortem
