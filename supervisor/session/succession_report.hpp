#pragma once

#include "supervisor/report/events.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/session/worker_process.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

/// What is told of workers that come and go.
namespace respawn::supervisor {

/// Of one that has just committed its first frame, `gap` after the last one before; nothing: nobody had
/// played, or a debugger held the game. `frame_period` 0: frames follow each other without a clock.
[[nodiscard]] report::swapped swap_event(
    const worker_process& live, const committed_state& state,
    std::optional<std::chrono::steady_clock::duration> gap, std::chrono::nanoseconds frame_period);

/// Says how it ended, and what comes next. `state`: that is played.
void report_end(
    report::reporter& report, const worker_process& worker, const committed_state& state,
    const std::string& next);

/// The same in short, for who waits for that generation.
[[nodiscard]] std::string ending_sentence(const worker_process& worker);
/// `meanwhile`: what happens as long as it goes on.
[[nodiscard]] std::string long_warm_up_sentence(const worker_process& worker, const std::string& meanwhile);
[[nodiscard]] std::string long_migration_sentence(const worker_process& worker);
/// Of one that a debugger has stopped.
[[nodiscard]] std::string debugger_stop_sentence(const worker_process& worker);

/// What the user can do while nobody plays.
[[nodiscard]] std::string keys_for(std::uint64_t generation, bool can_go_back);

} // namespace respawn::supervisor
