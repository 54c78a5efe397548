#include "supervisor/hooks/hook_run.hpp"

#include "supervisor/platform/programs.hpp"

#include <array>
#include <chrono>
#include <csignal>

namespace respawn::supervisor {

namespace {

/// How long output is read after the command has ended while what it left in the background holds the pipe.
constexpr std::chrono::milliseconds drain_patience{200};
/// After SIGKILL: longer than any process needs that is not stuck in the kernel.
constexpr std::chrono::milliseconds gone_patience{500};

} // namespace

result<std::unique_ptr<hook_run>> hook_run::start(
    asio::io_context& loop, const settings& what, finished_function finished)
{
    auto pipe = platform::create_pipe();
    if (!pipe)
        return pipe.error();
    const auto command = platform::shell_command(what.command);
    auto child = platform::spawn(
        {.program = command.front(),
         .arguments = command,
         .environment = what.environment,
         .directory = what.directory,
         .standard_output = pipe->write.get(),
         .standard_error = pipe->write.get()});
    if (!child)
        return child.error();
    return std::unique_ptr<hook_run>{
        new hook_run{loop, std::move(*child), std::move(pipe->read), std::move(finished)}};
}

hook_run::hook_run(
    asio::io_context& loop, platform::child_process child, unique_handle pipe, finished_function finished) :
    child_{std::move(child)},
    pipe_{std::move(pipe)}, finished_{std::move(finished)},
    exit_watch_{loop, child_.exit_handle.get(), [this] { process_exited(); }},
    output_watch_{loop, pipe_.get(), [this] { read_output(); }}, drain_timer_{loop, [this] { finish(); }}
{}

hook_run::~hook_run()
{
    if (exit_)
        return;
    platform::signal_group(child_.process_id, SIGKILL);
    (void)platform::reap(child_, gone_patience);
}

void hook_run::signal(int number)
{
    if (!exit_)
        platform::signal_group(child_.process_id, number);
}

void hook_run::read_output()
{
    std::array<char, 64 * 1024> buffer;
    const platform::read_outcome got = platform::read_available(pipe_.get(), buffer);
    output_.add({buffer.data(), got.bytes});
    if (!got.at_end)
        return;
    output_watch_.stop();
    if (exit_)
        finish();
}

void hook_run::process_exited()
{
    exit_ = platform::reap(child_);
    if (!exit_)
        return;
    exit_watch_.stop();
    if (output_watch_.active())
        drain_timer_.start(drain_patience);
    else
        finish();
}

void hook_run::finish()
{
    drain_timer_.stop();
    output_watch_.stop();
    const auto finished = std::move(finished_); // it may destroy this object
    finished(*exit_, output_.take());
}

} // namespace respawn::supervisor
