#include "supervisor/postmortem/examine.hpp"

#include "supervisor/postmortem/core_file.hpp"
#include "supervisor/postmortem/findings_form.hpp"
#include "supervisor/postmortem/platform/helper.hpp"
#include "supervisor/postmortem/stopped_process.hpp"
#include "supervisor/postmortem/unwinding.hpp"

#include <chrono>
#include <cstdio>
#include <string>

namespace respawn::postmortem {

using namespace std::chrono_literals;

namespace {

constexpr int standard_input = 0;
constexpr auto stop_patience = 300ms;
/// Before the supervisor loses its own patience: half of the threads are better than none.
constexpr auto unwinding_patience = 3s;

bool say(const std::string& line)
{
    return std::fputs(line.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
}

findings findings_for(const stopped_process::refusal& why)
{
    findings nothing;
    nothing.problem = why.sentence;
    nothing.is_gone = why.what == stopped_process::obstacle::gone;
    return nothing;
}

} // namespace

int examine(const examine_options& options)
{
    platform::become_helper();
    const auto process = stopped_process::stop(options.process_id, stop_patience);
    if (!process)
        return say(to_line(findings_for(process.error()))) ? 0 : 1;
    const unwinding_wish wish{
        options.thread_id, options.is_hang, std::chrono::steady_clock::now() + unwinding_patience};
    if (!say(to_line(unwind(*process, wish))))
        return 1;
    if (!options.core)
        return 0;
    const core_wish core{*options.core, options.thread_id, options.signal, standard_input};
    return say(to_line(write_core(*process, core))) ? 0 : 1;
}

} // namespace respawn::postmortem
