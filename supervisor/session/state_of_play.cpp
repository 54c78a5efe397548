#include "supervisor/session/state_of_play.hpp"

#include "supervisor/output/worker_outputs.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <system_error>

namespace respawn::supervisor {

namespace {

next_status next_status_of(const worker_process& next)
{
    next_status now;
    now.generation = next.launch().image.generation;
    now.pid = next.process_id();
    now.is_ready = next.state_now() == worker_state::ready;
    now.waiting = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - next.times().spawned);
    return now;
}

} // namespace

session_status status_of(const succession& workers, const standstill& now)
{
    session_status status;
    status.frame = workers.state().frame();
    status.state_bytes = workers.state().bytes().size();
    status.paused = now.paused;
    if (const worker_process* live = workers.live()) {
        status.generation = live->launch().image.generation;
        status.worker = worker_status{live->process_id(), live->launch().image.executable};
    }
    if (const worker_process* next = workers.candidate())
        status.next = next_status_of(*next);
    status.in_debugger = now.in_debugger;
    status.kept_pid = workers.kept_process_id();
    return status;
}

std::vector<generation_status> generations_of(const succession& workers)
{
    const worker_process* candidate = workers.candidate();
    std::vector<generation_status> all;
    for (const generation_record& each : workers.generations().all()) {
        const std::uint64_t generation = each.image.generation;
        const bool live = workers.live() && workers.generation() == generation;
        const bool next = candidate && candidate->launch().image.generation == generation;
        all.push_back(
            {generation, each.image.built, each.image.bytes, each.frames, live, next, is_kept(each.image),
             each.ending.value_or("")});
    }
    return all;
}

reply log_of(const succession& workers, std::optional<std::uint64_t> generation)
{
    const worker_process* next = workers.candidate();
    const std::uint64_t first = next ? next->launch().image.generation : 0;
    const std::uint64_t wanted =
        generation.value_or(workers.generation() != 0 ? workers.generation() : first);
    const generation_record* found = workers.generations().find(wanted);
    if (!found)
        return {
            wanted == 0 ? "nobody has played yet"
                        : "there is no generation " + std::to_string(wanted) + "; see 'respawn generations'"};
    reply answer;
    answer.file = worker_outputs::log_in(found->image.executable.parent_path());
    std::error_code ignored;
    if (!std::filesystem::exists(answer.file, ignored))
        answer.error = "what generation " + std::to_string(wanted) +
                       " has printed is not kept any more, or its worker was started by hand";
    return answer;
}

situation situation_of(const succession& workers, const standstill& now)
{
    situation shown;
    shown.plays = workers.live() != nullptr;
    shown.held = workers.held();
    shown.paused = now.paused;
    shown.in_debugger = now.in_debugger;
    shown.migrates_long = workers.live_migrates_long() ? workers.generation() : 0;
    shown.generation = workers.generation();
    shown.kept_process_id = workers.kept_process_id();
    if (const worker_process* next = workers.candidate(); next && next->warms_up_long())
        shown.warms_up_long = next->launch().image.generation;
    // Of a game that plays nobody wants to see them.
    shown.frame = now.paused ? workers.state().frame() : 0;
    shown.can_go_back = !shown.plays && workers.earlier_generation() != nullptr;
    return shown;
}

debuggee debuggee_of(const succession& workers)
{
    const worker_process* next = workers.candidate();
    const worker_process* worker = next ? next : workers.live();
    debuggee now;
    if (worker && worker->process_is_known()) {
        now.generation = worker->launch().image.generation;
        now.pid = worker->process_id();
        now.exe = worker->launch().image.executable;
    }
    return now;
}

} // namespace respawn::supervisor
