#pragma once

#include "shared/presentation/frame_clock.hpp"
#include "shared/script/input_script.hpp"
#include "supervisor/control/control_server.hpp"
#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/game_audio.hpp"
#include "supervisor/session/game_window.hpp"
#include "supervisor/session/state_access.hpp"
#include "supervisor/session/state_of_play.hpp"
#include "supervisor/session/succession.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// The main loop: gives the live worker its ticks, hands over between two of them, and looks after the
/// window; and holds the game where the user wants it to stand. Threads: the main thread only.
class game_loop {
public:
    struct settings {
        std::optional<unsigned> frames_per_second; ///< see frame_clock; none: as the game wishes
        bool shows_every_picture = true;           ///< otherwise only those that somebody asks for
        std::optional<std::uint64_t> frames;       ///< stop after so many committed frames
        std::optional<player::input_script> script;
    };
    struct callbacks {
        /// A key that is the supervisor's was typed into the window.
        std::function<void(char)> key_pressed;
        /// The user has paused the game.
        std::function<void()> paused;
        /// The session is to end, for this reason.
        std::function<void(const std::string&)> stop;
    };

    /// All must outlive this object.
    game_loop(
        asio::io_context& loop, settings how, succession& workers, game_window& window, game_audio& audio,
        state_access& states, report::reporter& report, callbacks calls);

    /// Sees to it that the next frame is run, if any is to be, and the window is looked after.
    void go_on();
    /// No frame is run any more. `problem` is told to who waits for one.
    void end(const std::string& problem);

    /// A worker is ready, or another one is live, or none.
    void workers_changed();
    /// Of the live worker, or of one that was until now.
    void tick_finished(worker_process& worker, bool committed);
    void debugger_changed(platform::debugger_state seen);

    void set_paused(bool paused);
    [[nodiscard]] bool is_paused() const { return held_.paused; }
    /// Runs so many frames although the game is paused, and then answers, if anybody is to be answered.
    void step(std::uint64_t frames, reply_function reply);
    /// Who waits for steps is told this.
    void end_steps(const std::string& problem);
    /// Whether no frame is run before the user does something.
    [[nodiscard]] bool stands_still() const { return held_.paused && steps_left_ == 0; }
    [[nodiscard]] const standstill& held() const { return held_; }

    /// Brings what the window shows up to date.
    void refresh_screen() { window_.refresh(situation_of(workers_, held_)); }
    void refresh_panel();

private:
    using clock = std::chrono::steady_clock;

    void set_timer(clock::time_point when);
    void on_tick();
    [[nodiscard]] bool wants_frames() const;
    void run_frame();
    /// True: a worker is to get a tick.
    [[nodiscard]] bool hand_over(pointer_outcome& pointers);
    void give_tick(worker_process& worker, std::uint64_t ticks);
    void begin_time_anew();
    void update_audio();
    void play_sounds(const worker_process& worker);
    void grant_wishes(const worker_process& worker);
    std::uint32_t set_pace(std::uint32_t wished);

    asio::io_context& loop_;
    settings settings_;
    presentation::frame_clock clock_;
    succession& workers_;
    game_window& window_;
    game_audio& audio_;
    state_access& states_;
    report::reporter& report_;
    callbacks calls_;

    asio::steady_timer tick_timer_;
    one_shot_timer close_timer_;
    standstill held_;
    incoming::window granted_;                         ///< what a worker wished for last
    std::weak_ptr<const committed_state> heard_state_; ///< what is heard is of this one
    std::uint64_t steps_left_ = 0;                     ///< frames to run although paused
    std::vector<reply_function> step_replies_;
    bool close_was_told_ = false; ///< the frame under way is the game's last
    bool has_ended_ = false;
};

} // namespace respawn::supervisor
