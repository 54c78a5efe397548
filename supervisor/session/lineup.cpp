#include "supervisor/session/lineup.hpp"

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

void lineup::promote()
{
    make_live(std::move(candidate_));
}

void lineup::park()
{
    live_->handle(worker_event::parked);
    parked_ = std::move(live_);
}

void lineup::resume()
{
    make_live(std::move(parked_));
}

void lineup::make_live(worker_pointer worker)
{
    live_ = std::move(worker);
    played_ = live_->launch().image;
    state_ = live_->state();
    live_->handle(worker_event::promoted);
}

worker_pointer lineup::take(const worker_process& worker)
{
    for (worker_pointer* place : {&live_, &candidate_, &parked_})
        if (place->get() == &worker)
            return std::move(*place);
    return {};
}

std::vector<worker_process*> lineup::in_play() const
{
    std::vector<worker_process*> all;
    for (const worker_pointer* place : {&live_, &candidate_, &parked_})
        if (*place)
            all.push_back(place->get());
    return all;
}

bool lineup::is_in_play(std::string_view mark) const
{
    const auto all = in_play();
    return std::any_of(
        all.begin(), all.end(), [&](const worker_process* each) { return each->launch().mark == mark; });
}

} // namespace respawn::supervisor
