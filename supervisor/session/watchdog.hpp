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
        /// It has not finished its frame within the patience, in which no debugger held it.
        std::function<void(worker_process&)> hung;
        /// A debugger has come to the live worker, stopped it, let it run, or gone.
        std::function<void(platform::debugger_state)> debugger_changed;
    };

    /// `patience` 0: nothing counts as a hang.
    watchdog(asio::io_context& loop, std::chrono::milliseconds patience, callbacks calls);

    /// Until destroyed.
    void start();

private:
    using clock = std::chrono::steady_clock;

    void look();
    void look_at_debugger(worker_process* live);
    [[nodiscard]] bool hangs(const worker_process& live, clock::duration since_last_look);

    std::chrono::milliseconds patience_;
    callbacks calls_;
    platform::debugger_state debugger_ = platform::debugger_state::none;
    clock::time_point last_look_ = clock::now();
    int process_id_ = 0;
    std::uint64_t tick_ = 0;         ///< that was under way at the last look
    clock::duration time_in_tick_{}; ///< since then
    one_shot_timer timer_;
};

} // namespace respawn::supervisor
