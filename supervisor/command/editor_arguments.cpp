#include "supervisor/command/editor_arguments.hpp"

#include "supervisor/command/arguments.hpp"

#include <fmt/format.h>

namespace respawn::supervisor {

result<invocation> parse_dap_command(std::span<const std::string> arguments)
{
    CLI::App command{"", "respawn dap"};
    dap_options options;
    command.add_option("--adapter", options.adapter);
    if (auto sorted = parse_arguments(command, arguments); !sorted)
        return sorted.error();
    if (options.adapter && options.adapter->empty())
        return usage_failure(command, "--adapter is empty, but names a debug adapter such as lldb-dap");
    return invocation{std::move(options)};
}

result<invocation> parse_init(std::span<const std::string> arguments)
{
    CLI::App command{"", "respawn init"};
    init_options options;
    std::string editor;
    command.add_option("EDITOR", editor);
    command.add_flag("--force", options.overwrites);
    if (auto sorted = parse_arguments(command, arguments); !sorted)
        return sorted.error();
    if (editor != "vscode")
        return usage_failure(
            command, editor.empty() ? "name the editor, vscode"
                                    : fmt::format("the editor can't be '{}', but vscode", editor));
    return invocation{options};
}

} // namespace respawn::supervisor
