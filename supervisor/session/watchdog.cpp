#include "supervisor/session/watchdog.hpp"

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

constexpr auto watch_interval = 100ms;
/// A breakpoint with a condition stops a worker for moments, again and again: that is no stop.
constexpr int looks_of_a_stop = 3;
constexpr std::chrono::milliseconds migration_patience = 5min;
constexpr auto long_migration = 1s;
constexpr std::chrono::milliseconds report_patience = 1min;
/// A longer time between two looks was not the worker's: the supervisor, or the machine, slept.
constexpr std::chrono::steady_clock::duration longest_interval = 2 * watch_interval;

} // namespace

watchdog::watchdog(asio::io_context& loop, std::chrono::milliseconds patience, callbacks calls) :
    patience_{patience}, calls_{std::move(calls)}, timer_{loop, [this] { look(); }}
{}

void watchdog::start()
{
    timer_.start(watch_interval);
}

void watchdog::look()
{
    const auto now = clock::now();
    const auto since_last_look = std::min(now - std::exchange(last_look_, now), longest_interval);
    timer_.start(watch_interval);
    worker_process* live = calls_.live();
    look_at_debugger(live);
    if (live)
        look_at_tick(*live, since_last_look);
}

void watchdog::look_at_debugger(worker_process* live)
{
    const auto before = seen_;
    seen_ = live ? platform::debugger_of(live->process_id()) : platform::debugger_state::none;
    if (seen_ != platform::debugger_state::none)
        live->note_debugger();
    else if (live && before != platform::debugger_state::none)
        live->go_on();
    has_seen_stop_ |= seen_ == platform::debugger_state::stopped;
    stopped_looks_ = seen_ == platform::debugger_state::stopped ? stopped_looks_ + 1 : 0;
    const bool is_a_moment = stopped_looks_ > 0 && stopped_looks_ < looks_of_a_stop;
    const auto now = is_a_moment ? platform::debugger_state::attached : seen_;
    if (std::exchange(debugger_, now) != now)
        calls_.debugger_changed(now);
}

void watchdog::look_at_tick(worker_process& live, clock::duration since_last_look)
{
    const bool same = process_id_ == live.process_id() && tick_ == live.ticks_given();
    process_id_ = live.process_id();
    tick_ = live.ticks_given();
    if (!same || !live.busy()) {
        time_in_tick_ = migration_time_ = {};
        has_told_of_migration_ = false;
    } else if (seen_ != platform::debugger_state::stopped) {
        time_in_tick_ += since_last_look;
    }
    // The frame itself begins only once the state is what it wants.
    if (std::exchange(migrates_, live.is_migrating()) && !migrates_)
        migration_time_ = std::exchange(time_in_tick_, {});
    if (migrates_ && time_in_tick_ >= long_migration && !std::exchange(has_told_of_migration_, true))
        calls_.migrates_long(live);
    if (const auto patience = patience_with(live); patience_ != 0ms && time_in_tick_ >= patience)
        calls_.hung(live, patience);
}

bool watchdog::takes_its_time(const worker_process& live) const
{
    if (live.takes_over(clock::now()))
        return time_in_tick_ < std::max(patience_, migration_patience);
    return live.writes_report() && time_in_tick_ < std::max(patience_, report_patience);
}

/// Carrying a large state over takes its time, and so does the commit of all that has changed then; but a
/// function of the game that helps with it may hang, too.
std::chrono::milliseconds watchdog::patience_with(const worker_process& live) const
{
    if (patience_ == 0ms)
        return 0ms;
    if (live.is_migrating())
        return std::max(patience_, migration_patience);
    if (live.writes_report())
        return std::max(patience_, report_patience);
    return patience_ + state_migration::longest_first_commit *
                           std::chrono::duration_cast<std::chrono::milliseconds>(migration_time_);
}

} // namespace respawn::supervisor
