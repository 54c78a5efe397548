#include "supervisor/command/examine_arguments.hpp"

#include "supervisor/command/arguments.hpp"
#include "supervisor/command/values.hpp"

#include <limits>

namespace respawn::supervisor {

namespace {

/// 0: it is no process id.
int process_id_of(const std::string& text)
{
    const auto number = parse_number(text, 1, std::numeric_limits<int>::max());
    return number ? static_cast<int>(*number) : 0;
}

} // namespace

result<invocation> parse_examine(std::span<const std::string> arguments)
{
    CLI::App command{"", "respawn examine"};
    std::string process, thread, signal, core;
    postmortem::examine_options options;
    command.add_option("PID", process);
    command.add_option("--thread", thread);
    command.add_option("--signal", signal);
    command.add_option("--core", core);
    command.add_flag("--hang", options.is_hang);
    if (auto sorted = parse_arguments(command, arguments); !sorted)
        return sorted.error();
    options.process_id = process_id_of(process);
    if (options.process_id == 0)
        return usage_failure(command, "PID must be the id of a process");
    if (!thread.empty())
        options.thread_id = process_id_of(thread);
    if (const auto number = parse_number(signal, 0, 64))
        options.signal = static_cast<int>(*number);
    if (!core.empty())
        options.core = core;
    return invocation{std::move(options)};
}

} // namespace respawn::supervisor
