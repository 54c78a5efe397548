#include "supervisor/session/succession_report.hpp"

#include "supervisor/platform/process.hpp"
#include "supervisor/session/recovery.hpp"

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

report::swap_stages stages_of(const pipeline_image& image, const worker_process::milestones& times)
{
    report::swap_stages stages;
    stages.stage = image.staged - image.complete;
    stages.spawn = times.connected - image.staged;
    stages.warm_up = times.ready - times.connected;
    stages.hand_over = times.first_tick - times.ready;
    stages.first_frame = times.first_frame - times.first_tick;
    return stages;
}

/// Of a state that has just been committed to by a new worker.
report::state_origin origin_of(const committed_state& state, const worker_process& worker)
{
    if (worker.migration())
        return report::state_origin::migrated;
    if (state.frame() == 1)
        return report::state_origin::fresh;
    // The first change of one that has a past: that came from a file.
    return state.changes() == 1 ? report::state_origin::loaded : report::state_origin::kept;
}

/// What there is to be said of a debugger; nothing: it is not expected, and not there.
std::optional<report::followed> debugger_at(const worker_process& worker)
{
    if (worker.debugger().empty() && worker.launch().gate == 0ms)
        return std::nullopt;
    if (is_by_hand(worker.launch().from))
        return report::followed{worker.debugger()};
    return report::followed{worker.debugger(), worker.times().connected - worker.times().spawned};
}

/// Ticks that passed without a frame between two commits that lie `gap` apart. `period` 0: there are no
/// ticks.
std::uint64_t late_frames_in(std::chrono::nanoseconds gap, std::chrono::nanoseconds period)
{
    if (period == 0ns || gap < period)
        return 0;
    return static_cast<std::uint64_t>((gap + period / 2) / period) - 1;
}

/// "generation 3 (process 4711)"
std::string name_of_worker(const worker_process& worker)
{
    return "generation " + std::to_string(worker.launch().image.generation) + " (process " +
           std::to_string(worker.process_id()) + ")";
}

} // namespace

report::swapped swap_event(
    const worker_process& live, const committed_state& state,
    std::optional<std::chrono::steady_clock::duration> gap, std::chrono::nanoseconds frame_period)
{
    const pipeline_image& image = live.launch().image;
    report::swapped event;
    event.generation = image.generation;
    event.pid = live.process_id();
    event.frame = state.frame();
    event.state = origin_of(state, live);
    if (const migration::report* report = live.migration())
        event.migration = *report;
    if (gap) {
        event.gap = *gap;
        event.late_frames = late_frames_in(event.gap, frame_period);
    }
    event.total = live.times().first_frame - image.complete;
    event.stages = stages_of(image, live.times());
    event.debugger = debugger_at(live);
    return event;
}

void report_end(
    report::reporter& report, const worker_process& worker, const committed_state& state,
    const std::string& next)
{
    const pipeline_image& image = worker.launch().image;
    const ending& how = worker.how_it_ended();
    if (verdict_on(how.kind) == verdict::hopeless) {
        report.say(report::refused{
            image.generation, image.executable.filename().string(), words(how) + "; " + next});
        return;
    }
    report::worker_ended event;
    event.generation = image.generation;
    event.pid = worker.process_id();
    if (worker.left_a_frame_unfinished())
        event.frame = state.frame() + 1;
    event.cause = name_of(how.kind);
    event.how = words(how);
    event.next = next;
    report.say(event);
}

std::string ending_sentence(const worker_process& worker)
{
    return "generation " + std::to_string(worker.launch().image.generation) + ": " +
           words(worker.how_it_ended());
}

std::string long_warm_up_sentence(const worker_process& worker, const std::string& meanwhile)
{
    return name_of_worker(worker) + " has been warming up for 10 s and has not called state() yet; " +
           meanwhile;
}

std::string long_migration_sentence(const worker_process& worker)
{
    return name_of_worker(worker) +
           " is carrying the state over to its layout, which takes a while; until it has, nothing of the old "
           "state is lost, and 'respawn back' ends it";
}

std::string debugger_stop_sentence(const worker_process& worker)
{
    const std::string debugger = platform::debugger_at(worker.process_id()).name;
    return name_of_worker(worker) + " is stopped in " + (debugger.empty() ? "a debugger" : debugger) +
           (worker.commits() == 0 ? " in its first frame" : "") + "; nothing times out meanwhile";
}

std::string keys_for(std::uint64_t generation, bool can_go_back)
{
    return "r starts generation " + std::to_string(generation) + " again, " +
           (can_go_back ? "b goes back, " : "") + "R starts afresh";
}

} // namespace respawn::supervisor
