#include "supervisor/hooks/hooks.hpp"

#include "shared/text/printable.hpp"
#include "supervisor/platform/orphans.hpp"
#include "supervisor/session/left_behind.hpp"

#include <fmt/format.h>

#include <csignal>
#include <string_view>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// What a profiler may take to write its file after its worker has ended.
constexpr auto end_patience = 1s;
constexpr auto terminate_patience = 500ms;
constexpr std::size_t longest_shown_line_bytes = 300;

std::string_view last_line_of(std::string_view text)
{
    text = text.substr(0, text.find_last_not_of(" \r\n\t") + 1);
    return text.substr(text.rfind('\n') + 1).substr(0, longest_shown_line_bytes);
}

std::string how_it_failed(const platform::exit_status& how, std::string_view output)
{
    const auto line = last_line_of(output);
    return fmt::format(
        "{} {}{}{}", how.signaled ? "signal" : "exit code", how.code, line.empty() ? "" : ": ",
        text::printable(std::string{line}, text::line_ends::go));
}

std::string title_of(const std::string& command, const hook_values& values)
{
    return fmt::format(
        "the hook '{}' for generation {} ({})", command, values.generation, name_of(values.event));
}

} // namespace

hooks::hooks(asio::io_context& loop, std::vector<std::string> commands, report::reporter& report) :
    loop_{loop}, commands_{std::move(commands)}, report_{report}, patience_{
                                                                      loop, [this] { patience_is_over(); }}
{}

void hooks::tell(const hook_values& values)
{
    for (const std::string& command : commands_)
        start(command, values);
}

void hooks::start(const std::string& command, const hook_values& values)
{
    const std::string title = title_of(command, values);
    if (running_.size() == most_at_once) {
        return tell_failure(
            command, title, {failed_as::kind::left_out},
            fmt::format("was left out: {} run already", most_at_once));
    }
    hook_run::settings what;
    what.command = fill_in(command, values);
    what.directory = values.project.string();
    what.environment = environment_of(values);
    what.environment.emplace_back(platform::mark_variable, build_mark());
    const auto place = running_.emplace(running_.end());
    auto started = hook_run::start(
        loop_, what,
        [this, place, command, title](const platform::exit_status& how, const std::string& output) {
            finished(place, command, title, how, output);
        });
    if (started) {
        *place = std::move(*started);
    } else {
        running_.erase(place);
        tell_failure(command, title, {failed_as::kind::not_started}, "failed: " + started.error().sentence);
    }
}

void hooks::finished(
    runs::iterator which, const std::string& command, const std::string& title,
    const platform::exit_status& how, const std::string& output)
{
    if (!how.signaled && how.code == 0)
        failing_.erase(command);
    else if (!were_told_to_end_)
        tell_failure(
            command, title, {how.signaled ? failed_as::kind::killed : failed_as::kind::exited, how.code},
            "failed: " + how_it_failed(how, output));
    running_.erase(which);
    if (running_.empty() && ended_) {
        patience_.stop();
        std::exchange(ended_, nullptr)();
    }
}

void hooks::tell_failure(
    const std::string& command, const std::string& title, failed_as how, const std::string& words)
{
    const auto [known, is_new] = failing_.try_emplace(command, how);
    if (is_new || std::exchange(known->second, how) != how)
        report_.say(report::notice{title + " " + words});
}

void hooks::end(std::function<void()> done)
{
    ended_ = std::move(done);
    next_signal_ = SIGTERM;
    if (running_.empty())
        std::exchange(ended_, nullptr)();
    else
        patience_.start(end_patience);
}

void hooks::patience_is_over()
{
    signal_all(next_signal_);
    if (std::exchange(next_signal_, SIGKILL) == SIGTERM)
        patience_.start(terminate_patience);
}

void hooks::kill_all()
{
    signal_all(SIGKILL);
}

void hooks::signal_all(int number)
{
    were_told_to_end_ = true;
    for (const auto& each : running_)
        each->signal(number);
}

} // namespace respawn::supervisor
