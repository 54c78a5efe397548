#include "supervisor/command/debug_arguments.hpp"

#include "supervisor/command/arguments.hpp"

#include <fmt/format.h>

namespace respawn::supervisor {

result<invocation> parse_debug(std::span<const std::string> arguments)
{
    const CLI::App command{"", "respawn debug"};
    if (arguments.empty())
        return usage_failure(command, "name the debugger, gdb or lldb");
    const auto debugger = debugger_named(arguments.front());
    if (!debugger)
        return usage_failure(
            command, fmt::format("the debugger can't be '{}', but gdb or lldb", arguments.front()));
    return invocation{debug_options{*debugger, {arguments.begin() + 1, arguments.end()}}};
}

} // namespace respawn::supervisor
