#pragma once

#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/platform/process.hpp"
#include "supervisor/session/worker_process.hpp"

#include <chrono>
#include <cstdint>
#include <functional>

namespace respawn::supervisor {

/// Looks at the live worker ten times a second, and tells a hang from a pause in a debugger. Costs nothing
/// per frame. Threads: the loop's.
class watchdog {
public:
    struct callbacks {
        std::function<worker_process*()> live; ///< whom to look at; null: nobody
        /// It has not finished its frame within `patience`, in which no debugger held it.
        std::function<void(worker_process&, std::chrono::milliseconds patience)> hung;
        /// It takes more than a second to carry the state to another layout. Once for each worker.
        std::function<void(worker_process&)> migrates_long;
        /// A debugger has come to the live worker, stopped it, let it run, or gone.
        std::function<void(platform::debugger_state)> debugger_changed;
    };

    /// `patience` 0: nothing counts as a hang.
    watchdog(asio::io_context& loop, std::chrono::milliseconds patience, callbacks calls);

    /// Until destroyed.
    void start();
    /// Whether a debugger has stopped the live worker for longer than a breakpoint's condition takes.
    [[nodiscard]] bool sees_a_stop() const { return debugger_ == platform::debugger_state::stopped; }
    /// Whether a debugger has stopped it, if only for a moment, since forget_stop().
    [[nodiscard]] bool has_seen_stop() const { return has_seen_stop_; }
    void forget_stop() { has_seen_stop_ = false; }
    /// Whether the live worker is at something in its frame that takes its time, and has not taken too long
    /// for that, whatever counts as a hang.
    [[nodiscard]] bool takes_its_time(const worker_process& live) const;

private:
    using clock = std::chrono::steady_clock;

    void look();
    void look_at_debugger(worker_process* live);
    void look_at_tick(worker_process& live, clock::duration since_last_look);
    /// How long the tick may take.
    [[nodiscard]] std::chrono::milliseconds patience_with(const worker_process& live) const;

    std::chrono::milliseconds patience_;
    callbacks calls_;
    platform::debugger_state seen_ = platform::debugger_state::none;     ///< at the last look
    platform::debugger_state debugger_ = platform::debugger_state::none; ///< that was told
    bool has_seen_stop_ = false;
    int stopped_looks_ = 0; ///< so many, one after the other, saw it stopped
    clock::time_point last_look_ = clock::now();
    int process_id_ = 0;
    std::uint64_t tick_ = 0;         ///< that was under way at the last look
    clock::duration time_in_tick_{}; ///< since then
    bool migrates_ = false;          ///< it did so at the last look
    bool has_told_of_migration_ = false;
    clock::duration migration_time_{}; ///< that it has taken in this tick
    one_shot_timer timer_;
};

} // namespace respawn::supervisor
