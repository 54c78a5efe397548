#include "supervisor/build/builder.hpp"

#include "supervisor/platform/programs.hpp"

#include <array>
#include <csignal>
#include <utility>

namespace respawn::supervisor {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds gone_interval{5};
/// After SIGKILL: longer than any process needs that is not stuck in the kernel.
constexpr std::chrono::milliseconds gone_patience{500};

} // namespace

builder::builder(asio::io_context& loop, settings what, listener listening) :
    loop_{loop}, settings_{std::move(what)}, listener_{std::move(listening)},
    drain_timer_{loop, [this] { finish(); }}, kill_timer_{loop, [this] { kill_group(); }},
    gone_timer_{loop, [this] { look_whether_gone(); }}, next_timer_{loop, [this] { start_waiting_build(); }}
{}

builder::~builder()
{
    const bool alive = phase_ == phase::running || phase_ == phase::ending;
    if (alive && !leader_ended_) {
        platform::signal_group(child_.process_id, SIGTERM);
        leader_ended_ = platform::reap(child_, end_patience).has_value();
        platform::signal_group(child_.process_id, SIGKILL);
    }
    if (alive && !leader_ended_)
        (void)platform::reap(child_, gone_patience);
    if (alive && platform::group_exists(child_.process_id))
        platform::signal_group(child_.process_id, SIGKILL);
}

void builder::build(const std::vector<fs::path>& reason)
{
    reason_.insert(reason.begin(), reason.end());
    another_wanted_ = true;
    if (phase_ == phase::idle) {
        start_waiting_build();
    } else if (phase_ == phase::running) {
        begin_ending();
        const auto superseded = listener_.superseded; // it may destroy this builder
        superseded();
    }
}

void builder::start_waiting_build()
{
    if (phase_ == phase::idle && std::exchange(another_wanted_, false))
        start();
}

void builder::start()
{
    started_at_ = std::chrono::steady_clock::now();
    output_ = {};
    leader_ended_ = false;
    killed_ = false;
    auto pipe = platform::create_pipe();
    if (!pipe) {
        fail_to_start(pipe.error());
        return;
    }
    const auto command = platform::shell_command(settings_.command);
    auto child = platform::spawn(
        {.program = command.front(),
         .arguments = command,
         .environment = settings_.environment,
         .directory = settings_.directory.string(),
         .standard_output = pipe->write.get(),
         .standard_error = pipe->write.get()});
    if (!child) {
        fail_to_start(child.error());
        return;
    }
    phase_ = phase::running;
    child_ = std::move(*child);
    pipe_ = std::move(pipe->read);
    exit_watch_ = platform::handle_watch{loop_, child_.exit_handle.get(), [this] { handle_exit(); }};
    output_watch_ = platform::handle_watch{loop_, pipe_.get(), [this] { handle_output(); }};
    const auto started = listener_.started; // it may destroy this builder
    started({reason_.begin(), reason_.end()});
}

void builder::handle_output()
{
    std::array<char, 64 * 1024> buffer;
    const platform::read_outcome got = platform::read_available(pipe_.get(), buffer);
    output_.add({buffer.data(), got.bytes});
    if (got.at_end) {
        output_watch_.stop();
        pipe_.close();
        if (phase_ == phase::draining)
            finish();
    }
}

void builder::handle_exit()
{
    const auto status = platform::reap(child_);
    if (!status)
        return;
    exit_watch_.stop();
    exit_ = *status;
    leader_ended_ = true;
    child_.exit_handle.close();
    if (phase_ == phase::ending) {
        look_whether_gone();
        return;
    }
    phase_ = phase::draining;
    if (output_watch_.active())
        drain_timer_.start(drain_patience);
    else
        finish();
}

/// What the command left running is left alone: compiler caches and the like start servers.
void builder::finish()
{
    drain_timer_.stop();
    output_watch_.stop();
    pipe_.close();
    build_report report;
    report.succeeded = !exit_.signaled && exit_.code == 0;
    report.exit = exit_;
    report.output = output_.take();
    report_finished(report);
}

void builder::fail_to_start(const failure& why)
{
    build_report report;
    report.exit.code = 127; // the shell's own code for a command that cannot be started
    report.output = why.sentence + "\n";
    report_finished(report);
}

void builder::report_finished(const build_report& report)
{
    phase_ = phase::idle;
    if (another_wanted_)
        next_timer_.start(std::chrono::milliseconds{0});
    else
        reason_.clear();
    build_report complete = report;
    complete.took = std::chrono::steady_clock::now() - started_at_;
    const auto finished = listener_.finished; // it may destroy this builder
    finished(complete);
}

void builder::begin_ending()
{
    phase_ = phase::ending;
    platform::signal_group(child_.process_id, SIGTERM);
    kill_timer_.start(end_patience);
}

void builder::kill_group()
{
    killed_ = true;
    killed_at_ = std::chrono::steady_clock::now();
    platform::signal_group(child_.process_id, SIGKILL);
}

/// The shell usually ends at once; what it started may need its time. A killed process that nobody reaps
/// keeps its group in being, but does nothing any more.
void builder::look_whether_gone()
{
    const bool dead_for_long = killed_ && std::chrono::steady_clock::now() - killed_at_ > gone_patience;
    if (platform::group_exists(child_.process_id) && !dead_for_long) {
        gone_timer_.start(gone_interval);
        return;
    }
    kill_timer_.stop();
    output_watch_.stop();
    pipe_.close();
    phase_ = phase::idle;
    start_waiting_build();
}

} // namespace respawn::supervisor
