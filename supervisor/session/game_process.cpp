#include "supervisor/session/game_process.hpp"

#include "supervisor/platform/orphans.hpp"

#include <csignal>
#include <utility>

namespace respawn::supervisor {

namespace {

/// The exit code of a shell whose command died of signal 0, so to speak; wrappers follow it.
constexpr int shell_signal_base = 128;

} // namespace

game_process::game_process(asio::io_context& loop, origin from, std::string mark, callbacks calls) :
    loop_{loop}, from_{from}, mark_{std::move(mark)}, calls_{std::move(calls)}
{}

game_process::~game_process()
{
    if (!exit_status_ && child_.exit_handle)
        signal(SIGKILL);
}

void game_process::begin(platform::child_process process)
{
    child_ = std::move(process);
    exit_watch_ = platform::handle_watch{loop_, child_.exit_handle.get(), [this] { child_exited(); }};
}

bool game_process::expects(int process_id) const
{
    return process_id == id() || (!is_known() && platform::mark_of(process_id) == mark_);
}

bool game_process::found(int process_id)
{
    if (process_id != child_.process_id) {
        auto watched = platform::watch_process(process_id);
        if (!watched)
            return false;
        wrapped_ = platform::child_process{process_id, std::move(*watched)};
        wrapped_exit_watch_ =
            platform::handle_watch{loop_, wrapped_->exit_handle.get(), [this] { wrapped_exited(); }};
    }
    was_found_ = true;
    return true;
}

void game_process::signal(int number)
{
    if (is_by_hand(from_))
        platform::signal_process(child_, number);
    else
        platform::signal_group(child_.process_id, number);
}

void game_process::child_exited()
{
    exit_watch_.stop();
    wrapped_exit_watch_.stop();
    exit_status_ = platform::reap(child_);
    calls_.exited();
}

void game_process::wrapped_exited()
{
    wrapped_exit_watch_.stop();
    calls_.exited_in_wrapper();
}

platform::exit_status game_process::how_it_exited() const
{
    // A debugger that holds what is left of it keeps its status too: it was killed there.
    const auto status = exit_status_.value_or(platform::exit_status{true, SIGKILL});
    if (wrapped_ && !status.signaled && status.code > shell_signal_base &&
        status.code <= shell_signal_base + SIGRTMAX)
        return {true, status.code - shell_signal_base};
    return status;
}

bool game_process::may_have_run_out_of_memory() const
{
    return platform::killed_for_memory() > killed_for_memory_before_;
}

std::optional<platform::child_process> game_process::take_unreaped()
{
    if (exit_status_ || !child_.exit_handle || is_by_hand(from_))
        return std::nullopt;
    return platform::child_process{child_.process_id, std::move(child_.exit_handle)};
}

} // namespace respawn::supervisor
