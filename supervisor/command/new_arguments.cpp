#include "supervisor/command/new_arguments.hpp"

#include "shared/text/nearest.hpp"
#include "supervisor/command/arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace respawn::supervisor {
namespace {

failure unknown_template(const CLI::App& command, const std::string& typed)
{
    std::vector<std::string_view> names;
    for (const auto& each : project_templates())
        names.push_back(each.name);
    const auto meant = text::nearest(typed, names);
    return usage_failure(
        command,
        fmt::format(
            "there is no template '{}'{}; the templates are {}", typed,
            meant.empty() ? "" : fmt::format(", perhaps you meant {}", meant), fmt::join(names, ", ")));
}

} // namespace

result<invocation> parse_new(std::span<const std::string> arguments)
{
    CLI::App command{"", "respawn new"};
    std::string folder;
    std::string kind{project_templates().front().name};
    command.add_option("NAME", folder);
    command.add_option("--template", kind);
    if (auto sorted = parse_arguments(command, arguments); !sorted)
        return sorted.error();
    if (folder.empty())
        return usage_failure(command, "name the game, such as pong");
    // The folder's name is the game's, also with a slash behind it.
    if (folder.ends_with('/'))
        folder.erase(folder.find_last_not_of('/') + 1);
    const auto known = project_templates();
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const auto& each) { return each.name == kind; });
    if (found == known.end())
        return unknown_template(command, kind);
    return invocation{new_options{folder, &*found}};
}

} // namespace respawn::supervisor
