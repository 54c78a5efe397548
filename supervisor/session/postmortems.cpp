#include "supervisor/session/postmortems.hpp"

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

postmortems::postmortems(asio::io_context& loop, settings how, report::reporter& report, callbacks calls) :
    loop_{loop}, settings_{std::move(how)}, report_{report}, calls_{std::move(calls)}
{}

void postmortems::look_at(worker_process& worker)
{
    const bool hangs = worker.how_it_ended().kind == ending_kind::hang;
    begin(worker, subject_of(worker), hangs ? reason::hang : reason::crash, [this, &worker] {
        finish(worker);
    });
}

void postmortems::look_at_warm_up(worker_process& worker)
{
    postmortem::subject subject;
    subject.process_id = worker.process_id();
    subject.is_hang = true;
    begin(worker, subject, reason::long_warm_up, [this, &worker] { forget(worker); });
}

void postmortems::begin(
    worker_process& worker, postmortem::subject subject, reason why, std::function<void()> done)
{
    // One that ended while it was looked at is looked at anew.
    forget(worker);
    postmortem::examination::callbacks calls;
    calls.found = [this, &worker, why, begun = clock::now(), frame = worker.state()->frame()](
                      postmortem::findings found) { tell(worker, why, begun, frame, std::move(found)); };
    calls.saved = [this, &worker](const postmortem::core_outcome& outcome) { tell_core(worker, outcome); };
    calls.done = std::move(done);
    calls.unreaped = calls_.unreaped;
    looks_.push_back(
        {&worker, std::make_unique<postmortem::examination>(loop_, std::move(subject), std::move(calls))});
}

postmortem::subject postmortems::subject_of(const worker_process& worker) const
{
    const ending& how = worker.how_it_ended();
    postmortem::subject subject;
    subject.process_id = worker.process_id();
    subject.thread_id = how.thread_id;
    subject.is_hang = how.kind == ending_kind::hang;
    subject.signal = how.signal;
    if (settings_.core_folder) {
        subject.core = *settings_.core_folder / ("core." + std::to_string(worker.launch().image.generation) +
                                                 "." + std::to_string(worker.process_id()));
        subject.state = worker.state()->descriptor();
    }
    return subject;
}

bool postmortems::looks_at(const worker_process& worker) const
{
    return std::any_of(
        looks_.begin(), looks_.end(), [&](const look& each) { return each.worker == &worker; });
}

void postmortems::forget(const worker_process& worker)
{
    for (const look& each : looks_)
        if (each.worker == &worker)
            tell_given_up(each, "the process ended before it was written");
    std::erase_if(looks_, [&](const look& each) { return each.worker == &worker; });
}

void postmortems::stop()
{
    for (const look& each : looks_)
        tell_given_up(each, "the session ends before it was written");
    looks_.clear();
}

void postmortems::tell(
    const worker_process& worker, reason why, clock::time_point begun, std::uint64_t frame,
    postmortem::findings found)
{
    // How it ended was told: it could not wait to be looked at.
    if (found.is_gone)
        return;
    report::stack event;
    event.generation = worker.launch().image.generation;
    event.pid = worker.process_id();
    event.why = why;
    event.folder = settings_.project_folder.string();
    event.image = worker.launch().image.executable.filename().string();
    event.found = std::move(found);
    event.duration = clock::now() - begun;
    told now{std::move(event), frame};
    now.event.is_as_before = is_as_before(now);
    report_.say(now.event);
    last_ = std::move(now);
}

/// A crash that comes again when its frame is tried once more.
bool postmortems::is_as_before(const told& one) const
{
    return last_ && last_->frame == one.frame && last_->event.generation == one.event.generation &&
           last_->event.why == one.event.why && !one.event.found.threads.empty() &&
           are_same_places(last_->event.found, one.event.found);
}

void postmortems::tell_core(const worker_process& worker, const postmortem::core_outcome& outcome)
{
    report_.say(report::core_file{
        worker.launch().image.generation, worker.process_id(), outcome.file, outcome.bytes, outcome.problem});
}

void postmortems::tell_given_up(const look& one, const char* why)
{
    if (one.examination->is_writing_core())
        tell_core(*one.worker, {{}, 0, why});
}

void postmortems::finish(worker_process& worker)
{
    forget(worker);
    calls_.examined(worker);
}

} // namespace respawn::supervisor
