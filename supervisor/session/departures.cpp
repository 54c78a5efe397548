#include "supervisor/session/departures.hpp"

#include "supervisor/session/recovery.hpp"

#include <asio/post.hpp>

#include <algorithm>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// How often it is tried to reap what a debugger holds, or what needs its time to end.
constexpr auto reap_interval = 1s;

} // namespace

departures::departures(
    asio::io_context& loop, postmortems::settings how, report::reporter& report,
    std::function<bool(std::string_view)> plays) :
    loop_{loop},
    reap_timer_{loop, [this] { reap_leftovers(); }},
    postmortems_{
        loop,
        std::move(how),
        report,
        {[this](worker_process& worker) {
             if (!keeps(worker))
                 let_go(worker);
         },
         [this](platform::child_process child) { reap_later(std::move(child)); }}},
    left_behind_{loop, [this, plays = std::move(plays)](std::string_view mark) {
                     return plays(mark) ||
                            std::any_of(leaving_.begin(), leaving_.end(), [&](const auto& each) {
                                return each->launch().mark == mark;
                            });
                 }}
{}

void departures::retire(worker_pointer worker)
{
    worker_process& leaving = *worker;
    leaving_.push_back(std::move(worker));
    leaving.handle(worker_event::retired);
}

void departures::keep(worker_process& worker)
{
    let_go_of_kept();
    if (worker.state_now() == worker_state::dying)
        kept_ = &worker;
}

void departures::examine(worker_process& worker)
{
    const verdict what = verdict_on(worker.how_it_ended().kind);
    if (worker.state_now() == worker_state::dying && (what == verdict::crash || what == verdict::hang))
        postmortems_.look_at(worker);
    else if (!keeps(worker))
        let_go(worker);
}

/// One that said its last words waits to be dismissed. One that hangs waits for nothing.
void departures::let_go(worker_process& worker)
{
    worker.handle(
        worker.how_it_ended().kind == ending_kind::hang ? worker_event::condemned : worker_event::examined);
}

void departures::let_go_of_kept()
{
    worker_process* kept = std::exchange(kept_, nullptr);
    if (kept && !postmortems_.looks_at(*kept))
        let_go(*kept);
}

/// The worker is still on the call stack.
void departures::worker_is_gone(worker_process& worker)
{
    if (auto leftover = worker.take_unreaped())
        reap_later(std::move(*leftover));
    if (keeps(worker))
        kept_ = nullptr;
    postmortems_.forget(worker);
    const auto place = std::find_if(
        leaving_.begin(), leaving_.end(), [&](const auto& each) { return each.get() == &worker; });
    if (place != leaving_.end()) {
        asio::post(loop_, [gone = std::shared_ptr<worker_process>{std::move(*place)}] {});
        leaving_.erase(place);
    }
    left_behind_.worker_is_gone();
    finish_if_all_ended();
}

void departures::end(std::function<void()> all_ended)
{
    all_ended_ = std::move(all_ended);
    postmortems_.stop();
    for (const worker_pointer& worker : leaving_)
        worker->handle(worker_event::retired);
    finish_if_all_ended();
}

void departures::kill_all()
{
    postmortems_.stop();
    for (const worker_pointer& worker : leaving_)
        worker->handle(worker_event::condemned);
}

void departures::finish_if_all_ended()
{
    if (all_ended_ && leaving_.empty())
        left_behind_.when_nothing_is_left(all_ended_);
}

void departures::reap_later(platform::child_process child)
{
    unreaped_.push_back(std::move(child));
    reap_timer_.start(reap_interval);
}

void departures::reap_leftovers()
{
    std::erase_if(
        unreaped_, [](const platform::child_process& child) { return platform::reap(child).has_value(); });
    if (!unreaped_.empty())
        reap_timer_.start(reap_interval);
}

} // namespace respawn::supervisor
