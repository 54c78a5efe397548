#pragma once

#include "supervisor/build/kept_output.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/handle_watch.hpp"
#include "supervisor/platform/process.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// How a build ended by itself.
struct build_report {
    bool succeeded = false;
    platform::exit_status exit{};
    std::string output; ///< what it printed; of very much the beginning and the end, see kept_output
    std::chrono::steady_clock::duration took{};
};

/// Runs a build command in the shell, one at a time, always for the newest sources.
///
/// A build that is asked for while another one runs replaces it: the running one's whole process group is
/// ended first. Destroying the builder ends its build; that waits for it, but not for long. The functions are
/// called from the loop or from build(), and may call the builder or destroy it. Threads: the main thread,
/// which runs the loop.
class builder {
public:
    struct settings {
        std::string command{}; ///< for the shell
        std::filesystem::path directory{};
        std::vector<std::pair<std::string, std::string>> environment{};
    };
    struct listener {
        /// The sources that changed since a build ended by itself.
        std::function<void(const std::vector<std::filesystem::path>& reason)> started;
        std::function<void(const build_report&)> finished;
        /// The running build will not finish; another one is started when it is gone.
        std::function<void()> superseded;
    };

    builder(asio::io_context& loop, settings what, listener listening);
    ~builder();
    builder(const builder&) = delete;
    builder& operator=(const builder&) = delete;

    void build(const std::vector<std::filesystem::path>& reason);
    /// Whether a build runs, or is being ended.
    [[nodiscard]] bool busy() const noexcept { return phase_ != phase::idle; }

    /// What a build may take to end after SIGTERM, so that make and ninja can remove half-made files.
    static constexpr std::chrono::milliseconds end_patience{200};
    /// How long output is read after the command has ended while processes that it left behind hold the pipe.
    static constexpr std::chrono::milliseconds drain_patience{200};

private:
    /// idle: no process. running: the shell runs. draining: the shell has ended, its output not yet.
    /// ending: the group was told to end; leader_ended_ says whether the shell did.
    enum class phase { idle, running, draining, ending };

    void start();
    void handle_output();
    void handle_exit();
    void finish();
    void fail_to_start(const failure& why);
    void report_finished(const build_report& report);
    void begin_ending();
    void kill_group();
    void look_whether_gone();
    void start_waiting_build();

    asio::io_context& loop_;
    settings settings_;
    listener listener_;

    phase phase_ = phase::idle;
    std::set<std::filesystem::path> reason_;
    bool another_wanted_ = false;

    // The build that runs.
    platform::child_process child_;
    bool leader_ended_ = false;
    bool killed_ = false;
    platform::exit_status exit_{};
    kept_output output_;
    std::chrono::steady_clock::time_point started_at_;
    std::chrono::steady_clock::time_point killed_at_;
    unique_handle pipe_;

    // Last, so that they stop first.
    platform::handle_watch exit_watch_;
    platform::handle_watch output_watch_;
    one_shot_timer drain_timer_;
    one_shot_timer kill_timer_;
    one_shot_timer gone_timer_;
    one_shot_timer next_timer_;
};

} // namespace respawn::supervisor
