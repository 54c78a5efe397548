#pragma once

#include "shared/result.hpp"
#include "supervisor/command/options.hpp"
#include "supervisor/control/control_server.hpp"
#include "supervisor/control/session_folder.hpp"
#include "supervisor/control/terminal_keys.hpp"
#include "supervisor/display/display.hpp"
#include "supervisor/input/input_queue.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/script/input_script.hpp"
#include "supervisor/session/frame_clock.hpp"
#include "supervisor/session/image_pipeline.hpp"
#include "supervisor/session/screen_report.hpp"
#include "supervisor/session/state_keeper.hpp"
#include "supervisor/session/succession.hpp"
#include "supervisor/session/worker_listener.hpp"

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// The main loop of a supervisor, on one thread: gives ticks to the live worker, shows what it draws, and
/// does what the user says. Who is the live worker is the succession's business.
class session {
public:
    /// Opens everything that the options name; a failure is a sentence for the user.
    [[nodiscard]] static result<std::unique_ptr<session>> create(const run_options& options);

    /// Runs until the player, a signal or a command ends it. A failure: the first worker could not be used,
    /// or something could not be saved at the end.
    [[nodiscard]] result<void> run();

    /// Whether a thread is still busy with a disk, for nobody any more: with a save that the user did not
    /// wait for, with loading a state, with copying a build. Who destroys the session waits for it.
    [[nodiscard]] bool waits_for_a_disk() const { return keeper_->is_busy() || pipeline_->is_staging(); }
    /// Ends the session as stop() does while the process is already exiting: X's library ends it by itself
    /// when its server or the window is gone.
    void display_is_gone();
    /// Gives back what outlives the process, so that it can end with the session as it is.
    void leave_behind_nothing();

private:
    using clock = std::chrono::steady_clock;

    session(const run_options& options, session_folder folder);
    [[nodiscard]] result<void> open_player();
    void open_keeper();
    [[nodiscard]] result<void> open_workers();
    [[nodiscard]] result<void> open_doors();
    void report_started();
    void look_after_folder();

    // Frames.
    void wait_for_tick();
    void set_timer(clock::time_point when);
    void on_tick();
    void workers_changed();
    void run_frame();
    void give_tick(worker_process& worker, std::uint64_t ticks);
    void tick_finished(worker_process& worker, bool committed);
    void show_picture(worker_process& worker);
    [[nodiscard]] bool wants_frames() const;

    // The user.
    void key_pressed(char key);
    void answer(const request& asked, reply_function reply);
    void tell_failure(const result<void>& started);
    void answer_when_settled(const result<void>& started, reply_function reply);
    void settled(const std::string& problem);
    void answer_settled(const std::string& problem);
    [[nodiscard]] session_status status() const;
    [[nodiscard]] std::vector<generation_status> generations() const;
    void refresh_screen();
    [[nodiscard]] situation situation_now() const;
    void debugger_changed(platform::debugger_state seen);
    [[nodiscard]] reply take_screenshot(const request& asked);
    void save(const std::filesystem::path& file, reply_function reply);
    void load(const std::filesystem::path& file, reply_function reply);
    void set_paused(bool paused);
    void begin_time_anew();
    void step(std::uint64_t frames, reply_function reply);
    void end_steps(const std::string& problem);
    void watch_signals();

    // The end.
    void stop(const std::string& reason);
    void nothing_to_play(failure reason);
    void fail(failure reason);
    void all_ended();
    void give_up_saving(const std::filesystem::path& file);
    void finish();

    run_options options_;
    asio::io_context context_{1};
    asio::signal_set signals_; ///< destroyed late: an impatient Ctrl-C must not cut the cleaning up short
    session_folder folder_;
    screen_report screen_;
    report::reporter report_;

    std::unique_ptr<display> display_;
    input_queue input_;
    std::optional<input_script> script_;
    std::unique_ptr<terminal_keys> keys_;

    std::unique_ptr<succession> workers_;
    std::unique_ptr<state_keeper> keeper_;
    std::unique_ptr<worker_listener> listener_;
    std::optional<control_server> control_;
    std::unique_ptr<image_pipeline> pipeline_;

    frame_clock clock_;
    asio::steady_timer tick_timer_;
    one_shot_timer close_timer_, folder_timer_;
    bool paused_ = false, in_debugger_ = false;
    std::uint64_t steps_left_ = 0; ///< frames to run although paused
    std::vector<reply_function> step_replies_, settled_replies_;
    std::string picture_problem_, folder_problem_; ///< the last ones that were told

    bool close_was_told_ = false; ///< the frame under way is the game's last
    std::optional<std::string> stopping_for_;
    std::optional<failure> failure_;
    bool save_was_given_up_ = false, display_is_gone_ = false;
};

/// `respawn run`: runs a session and gives the program's exit code.
[[nodiscard]] int run_session(const run_options& options);

} // namespace respawn::supervisor
