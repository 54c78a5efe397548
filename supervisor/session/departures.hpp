#pragma once

#include "supervisor/loop/one_shot_timer.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/left_behind.hpp"
#include "supervisor/session/postmortems.hpp"
#include "supervisor/session/worker_process.hpp"

#include <asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace respawn::supervisor {

/// The workers that have nothing to do with the game any more, until their processes are gone: those that
/// were told to leave, those that met their end and are looked at, and one that stays in place for a
/// debugger. And what they leave behind.
///
/// Threads: the loop's.
class departures {
public:
    /// `plays` tells whether a worker with that mark is still the game's.
    departures(
        asio::io_context& loop, postmortems::settings how, report::reporter& report,
        std::function<bool(std::string_view mark)> plays);

    /// Tells it to leave.
    void retire(worker_pointer worker);
    /// Takes one that has met its end. Before the loop goes on, keep() or examine() says what becomes of it.
    void add(worker_pointer worker) { leaving_.push_back(std::move(worker)); }
    /// It stays in place for a debugger, if it is still there, until let_go_of_kept() or the next one.
    void keep(worker_process& worker);
    /// Looks at it if there is something to be seen, and lets it go if it is not kept.
    void examine(worker_process& worker);
    /// Looks at one that is not leaving and warms up.
    void examine_warm_up(worker_process& worker) { postmortems_.look_at_warm_up(worker); }
    /// It has warmed up: nobody is to hold it.
    void end_examination(const worker_process& worker) { postmortems_.forget(worker); }

    void let_go_of_kept();
    [[nodiscard]] bool keeps(const worker_process& worker) const { return kept_ == &worker; }
    /// 0: none is kept.
    [[nodiscard]] int kept_process_id() const { return kept_ ? kept_->process_id() : 0; }

    /// Its process is gone, and so is it when the loop has come round.
    void worker_is_gone(worker_process& worker);

    /// Nobody is looked at or kept any longer. `all_ended` is called when no process is left, nor one that a
    /// worker has left behind; whoever plays has been retired before.
    void end(std::function<void()> all_ended);
    void kill_all();

    [[nodiscard]] const std::vector<worker_pointer>& workers() const { return leaving_; }

private:
    void let_go(worker_process& worker);
    void reap_later(platform::child_process child);
    void reap_leftovers();
    void finish_if_all_ended();

    asio::io_context& loop_;
    std::vector<worker_pointer> leaving_;
    worker_process* kept_ = nullptr;                ///< of leaving_
    std::vector<platform::child_process> unreaped_; ///< killed, or a debugger holds what is left
    std::function<void()> all_ended_;               ///< once end() was called
    one_shot_timer reap_timer_;
    postmortems postmortems_; ///< leaves processes to be reaped, also while it is destroyed
    left_behind left_behind_;
};

} // namespace respawn::supervisor
