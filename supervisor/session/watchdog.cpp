#include "supervisor/session/watchdog.hpp"

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto interval = 100ms;
/// A longer time between two looks was not the worker's: the supervisor, or the machine, slept.
constexpr std::chrono::steady_clock::duration longest_interval = 2 * interval;

} // namespace

watchdog::watchdog(asio::io_context& loop, std::chrono::milliseconds patience, callbacks calls) :
    patience_{patience}, calls_{std::move(calls)}, timer_{loop, [this] { look(); }}
{}

void watchdog::start()
{
    timer_.start(interval);
}

void watchdog::look()
{
    const auto now = clock::now();
    const auto since_last_look = std::min(now - std::exchange(last_look_, now), longest_interval);
    timer_.start(interval);
    worker_process* live = calls_.live();
    look_at_debugger(live);
    if (live && hangs(*live, since_last_look))
        calls_.hung(*live);
}

void watchdog::look_at_debugger(worker_process* live)
{
    const auto seen = live ? platform::debugger_of(live->process_id()) : platform::debugger_state::none;
    if (seen != platform::debugger_state::none)
        live->note_debugger();
    if (std::exchange(debugger_, seen) != seen)
        calls_.debugger_changed(seen);
}

bool watchdog::hangs(const worker_process& live, clock::duration since_last_look)
{
    const bool same = process_id_ == live.process_id() && tick_ == live.ticks_given();
    process_id_ = live.process_id();
    tick_ = live.ticks_given();
    if (!same || !live.busy())
        time_in_tick_ = {};
    else if (debugger_ != platform::debugger_state::stopped)
        time_in_tick_ += since_last_look;
    return patience_ != 0ms && time_in_tick_ >= patience_;
}

} // namespace respawn::supervisor
