#include "supervisor/command/arguments.hpp"

#include "shared/text/nearest.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace respawn::supervisor {
namespace {

failure unexpected(const CLI::App& command, const std::string& argument)
{
    if (!argument.starts_with('-'))
        return usage_failure(command, fmt::format("'{}' is one argument too many", argument));
    std::vector<std::string> names;
    for (const auto* option : command.get_options())
        if (!option->get_positional())
            names.push_back(option->get_name());
    const auto typed = argument.substr(0, argument.find('='));
    const auto meant = text::nearest(typed, std::vector<std::string_view>{names.begin(), names.end()});
    return usage_failure(
        command, fmt::format(
                     "there is no option {}{}", typed,
                     meant.empty() ? "" : fmt::format(", perhaps you meant {}", meant)));
}

// CLI11 says "--fps: 1 required TEXT missing".
failure value_missing(const CLI::App& command, std::string_view what)
{
    return usage_failure(command, fmt::format("{} needs a value after it", what.substr(0, what.find(':'))));
}

} // namespace

result<void> parse_arguments(CLI::App& command, std::span<const std::string> arguments)
{
    command.set_help_flag();
    command.allow_extras();
    std::vector<std::string> last_first{arguments.rbegin(), arguments.rend()};
    try {
        command.parse(last_first);
    } catch (const CLI::ArgumentMismatch& error) {
        return value_missing(command, error.what());
    } catch (const CLI::ParseError& error) {
        return usage_failure(command, error.what());
    }
    if (const auto extra = command.remaining(); !extra.empty())
        return unexpected(command, extra.front());
    return {};
}

failure usage_failure(const CLI::App& command, const std::string& message)
{
    return failure{fmt::format("{}: {}; see 'respawn help'", command.get_name(), message)};
}

} // namespace respawn::supervisor
