#include "supervisor/command/pe_debug_arguments.hpp"

#include "supervisor/command/arguments.hpp"
#include "supervisor/pe/debug_record.hpp"

namespace respawn::supervisor {

result<invocation> parse_pe_debug(std::span<const std::string> arguments)
{
    CLI::App command{"", "respawn pe-debug"};
    pe::debug_options options;
    std::string file;
    command.add_option("FILE", file);
    const auto* set = command.add_option("--set", options.pdb_name);
    command.add_flag("--json", options.json);
    if (auto sorted = parse_arguments(command, arguments); !sorted)
        return sorted.error();
    if (file.empty())
        return usage_failure(command, "name the Windows executable to look at, such as game.exe");
    if (set->count() != 0 && !pe::is_bare_name(options.pdb_name))
        return usage_failure(command, "--set needs the name of a file without folders, such as game.pdb");
    options.image = file;
    return invocation{std::move(options)};
}

} // namespace respawn::supervisor
