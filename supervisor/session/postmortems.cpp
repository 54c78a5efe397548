#include "supervisor/session/postmortems.hpp"

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

postmortems::postmortems(
    asio::io_context& loop, std::filesystem::path project_folder, report::reporter& report,
    std::function<void(worker_process&)> examined) :
    loop_{loop},
    project_folder_{std::move(project_folder)}, report_{report}, examined_{std::move(examined)}
{}

void postmortems::look_at(worker_process& worker)
{
    const ending& how = worker.how_it_ended();
    postmortem::subject subject;
    subject.process_id = worker.process_id();
    subject.thread_id = how.thread_id;
    subject.is_hang = how.kind == ending_kind::hang;
    const auto begun = clock::now();
    postmortem::examination::callbacks calls;
    calls.found = [this, &worker, begun](postmortem::findings found) {
        tell(worker, begun, std::move(found));
    };
    calls.done = [this, &worker] { finish(worker); };
    looks_.push_back(
        {&worker, begun,
         std::make_unique<postmortem::examination>(loop_, std::move(subject), std::move(calls))});
}

bool postmortems::looks_at(const worker_process& worker) const
{
    return std::any_of(
        looks_.begin(), looks_.end(), [&](const look& each) { return each.worker == &worker; });
}

void postmortems::forget(const worker_process& worker)
{
    std::erase_if(
        looks_, [&](const look& each) { return each.worker == &worker; });
}

void postmortems::tell(const worker_process& worker, clock::time_point begun, postmortem::findings found)
{
    // How it ended was told: it could not wait to be looked at.
    if (found.is_gone)
        return;
    report::stack event;
    event.generation = worker.launch().generation;
    event.pid = worker.process_id();
    event.is_hang = worker.how_it_ended().kind == ending_kind::hang;
    event.folder = project_folder_.string();
    event.image = worker.launch().exe.filename().string();
    event.found = std::move(found);
    event.duration = clock::now() - begun;
    report_.say(event);
}

void postmortems::finish(worker_process& worker)
{
    forget(worker);
    examined_(worker);
}

} // namespace respawn::supervisor
