#include "supervisor/postmortem/examination.hpp"

#include "supervisor/postmortem/core_file.hpp"
#include "supervisor/report/units.hpp"

#include <array>
#include <csignal>
#include <system_error>
#include <utility>

namespace respawn::postmortem {

using namespace std::chrono_literals;

namespace {

std::vector<std::string> arguments_for(const subject& of)
{
    std::vector<std::string> arguments{"respawn", "examine", std::to_string(of.process_id)};
    if (of.thread_id > 0)
        arguments.insert(arguments.end(), {"--thread", std::to_string(of.thread_id)});
    if (of.is_hang)
        arguments.emplace_back("--hang");
    if (of.core)
        arguments.insert(
            arguments.end(), {"--signal", std::to_string(of.signal), "--core", of.core->string()});
    return arguments;
}

} // namespace

examination::examination(asio::io_context& loop, subject of, callbacks calls) :
    subject_{std::move(of)}, calls_{std::move(calls)}, patience_{loop, [this] { patience_is_over(); }},
    done_timer_{loop, [this] { finish(); }}
{
    if (auto started = start(loop); !started) {
        problem_ = started.error().sentence;
        done_timer_.start(0ms);
    }
}

examination::~examination()
{
    if (!helper_.exit_handle)
        return;
    platform::signal_group(helper_.process_id, SIGKILL);
    exit_watch_.stop();
    remove_unfinished_core();
    reap_helper();
}

/// Or leaves that to others, if it has not ended, or a debugger holds what is left of it.
std::optional<platform::exit_status> examination::reap_helper()
{
    const auto status = platform::reap(helper_);
    if (status)
        helper_.exit_handle.close();
    else
        calls_.unreaped(std::move(helper_));
    return status;
}

bool examination::is_writing_core() const
{
    return subject_.core && found_is_told_ && !saved_is_told_;
}

result<void> examination::start(asio::io_context& loop)
{
    auto pipe = platform::create_pipe();
    if (!pipe)
        return pipe.error();
    auto helper = platform::spawn(
        {.program = subject_.helper,
         .arguments = arguments_for(subject_),
         // Debug information is looked for on this machine only: nobody waits for a server here.
         .environment = {{"DEBUGINFOD_URLS", ""}},
         .standard_input = subject_.state,
         .standard_output = pipe->write.get()});
    if (!helper)
        return helper.error();
    helper_ = std::move(*helper);
    pipe_ = std::move(pipe->read);
    output_watch_ = platform::handle_watch{loop, pipe_.get(), [this] { read_output(); }};
    exit_watch_ = platform::handle_watch{loop, helper_.exit_handle.get(), [this] { helper_ended(); }};
    patience_.start(subject_.patience);
    return {};
}

void examination::read_output()
{
    std::array<char, 64 * 1024> buffer;
    const platform::read_outcome got = platform::read_available(pipe_.get(), buffer);
    said_.append(buffer.data(), got.bytes);
    said_bytes_ += got.bytes;
    if (got.at_end)
        output_watch_.stop();
    if (said_bytes_ > most_said_bytes) {
        problem_ = "the process that looked at it did not stop talking";
        output_watch_.stop();
        platform::signal_group(helper_.process_id, SIGKILL);
        return;
    }
    hear_lines();
}

void examination::hear_lines()
{
    for (std::size_t end; (end = said_.find('\n')) != std::string::npos;) {
        auto understood = read_line(std::string_view{said_}.substr(0, end));
        said_.erase(0, end + 1);
        if (understood)
            hear(std::move(*understood));
        else if (problem_.empty())
            problem_ = understood.error().sentence;
    }
}

void examination::hear(statement said)
{
    if (auto* found = std::get_if<findings>(&said)) {
        tell(std::move(*found));
        if (subject_.core)
            patience_.start(subject_.core_patience);
    } else if (found_is_told_ && subject_.core && !std::exchange(saved_is_told_, true)) {
        calls_.saved(std::move(std::get<core_outcome>(said)));
    }
}

void examination::patience_is_over()
{
    problem_ = found_is_told_ ? "writing it took longer than " +
                                    report::duration_text(subject_.core_patience) + " and was given up"
                              : "looking at it took longer than " + report::duration_text(subject_.patience) +
                                    " and was given up";
    platform::signal_group(helper_.process_id, SIGKILL);
    // At once: one that waits for a disk does not end before the disk goes on.
    tell_problem(problem_);
}

void examination::helper_ended()
{
    exit_watch_.stop();
    patience_.stop();
    const auto status = reap_helper();
    while (output_watch_.active()) {
        const auto before = said_bytes_;
        read_output();
        if (said_bytes_ == before)
            break;
    }
    if (problem_.empty() && (!status || status->signaled || status->code != 0))
        problem_ = "the process that looked at it ended by " +
                   (status && status->signaled ? "signal " + std::to_string(status->code)
                                               : "exit code " + std::to_string(status ? status->code : -1));
    finish();
}

void examination::finish()
{
    output_watch_.stop();
    remove_unfinished_core();
    tell_problem(
        !problem_.empty()    ? problem_
        : !obstacle_.empty() ? obstacle_
                             : "the process that looked at it said nothing");
    const auto done = std::move(calls_.done); // it may destroy this examination
    done();
}

/// A helper that is killed, or crashes, leaves what it has written.
void examination::remove_unfinished_core() const
{
    std::error_code ignored;
    if (subject_.core)
        std::filesystem::remove(unfinished_core(*subject_.core), ignored);
}

void examination::tell(findings found)
{
    if (std::exchange(found_is_told_, true))
        return;
    obstacle_ = found.problem;
    calls_.found(std::move(found));
}

void examination::tell_problem(const std::string& sentence)
{
    findings nothing;
    nothing.problem = sentence;
    tell(std::move(nothing));
    if (subject_.core && !std::exchange(saved_is_told_, true))
        calls_.saved({{}, 0, sentence});
}

} // namespace respawn::postmortem
