#include "supervisor/command/options.hpp"

#include "supervisor/command/arguments.hpp"
#include "supervisor/command/examine_arguments.hpp"
#include "supervisor/command/help.hpp"
#include "supervisor/command/nearest.hpp"
#include "supervisor/command/run_arguments.hpp"
#include "supervisor/command/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace respawn::supervisor {
namespace {

constexpr std::array<std::string_view, 14> command_names{
    "run",    "status", "generations", "restart", "reset", "back", "pause",
    "resume", "step",   "screenshot",  "save",    "load",  "quit", "help"};

bool asks_for_help(std::span<const std::string> arguments)
{
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    return std::any_of(arguments.begin(), dashes, [](const auto& argument) {
        return argument == "-h" || argument == "--help";
    });
}

failure unknown_command(const std::string& typed)
{
    const auto meant = nearest(typed, command_names);
    return failure{fmt::format(
        "respawn: there is no command '{}'{}; see 'respawn help'", typed,
        meant.empty() ? "" : fmt::format(", perhaps you meant '{}'", meant))};
}

result<invocation> parse_step(CLI::App& parser, const std::string& steps)
{
    const auto number = parse_number(steps, 1, max_steps);
    if (!number)
        return usage_failure(parser, fmt::format("N is '{}', {}", steps, number.error().sentence));
    session_command command;
    command.what.what = action::step;
    command.what.steps = *number;
    return invocation{std::move(command)};
}

result<invocation> parse_back(CLI::App& parser, const std::string& generation)
{
    session_command command;
    command.what.what = action::back;
    if (!generation.empty()) {
        const auto number = parse_number(generation, 1, std::numeric_limits<std::uint32_t>::max());
        if (!number)
            return usage_failure(
                parser, fmt::format("GENERATION is '{}', {}", generation, number.error().sentence));
        command.what.generation = *number;
    }
    return invocation{std::move(command)};
}

/// `missing`: what to say without a file; null where it may be left out.
result<invocation> parse_file(
    CLI::App& parser, session_command command, const std::string& file, const char* missing)
{
    if (file.empty() && missing)
        return usage_failure(parser, missing);
    command.what.file = file;
    return invocation{std::move(command)};
}

result<invocation> parse_session_command(action what, std::span<const std::string> arguments)
{
    CLI::App parser{"", fmt::format("respawn {}", name_of(what))};
    session_command command;
    command.what.what = what;
    std::string steps = "1";
    std::string file;
    std::string generation;
    if (what == action::status || what == action::generations)
        parser.add_flag("--json", command.json);
    else if (what == action::back)
        parser.add_option("GENERATION", generation);
    else if (what == action::step)
        parser.add_option("N", steps);
    else if (what == action::screenshot || what == action::save || what == action::load)
        parser.add_option("FILE", file);
    if (what == action::screenshot)
        parser.add_flag("--overlay", command.what.with_overlay);
    if (auto sorted = parse_arguments(parser, arguments); !sorted)
        return sorted.error();
    switch (what) {
    case action::step:
        return parse_step(parser, steps);
    case action::back:
        return parse_back(parser, generation);
    case action::screenshot:
        return parse_file(parser, command, file, "name the file to write, such as picture.png");
    case action::save:
        return parse_file(parser, command, file, nullptr);
    case action::load:
        return parse_file(
            parser, command, file, "name the file to load, one that 'respawn save' has written");
    default:
        return invocation{std::move(command)};
    }
}

} // namespace

result<invocation> parse_command_line(std::span<const std::string> arguments)
{
    if (arguments.empty())
        return failure{"respawn: say what to do, such as 'respawn run build/pong'; see 'respawn help'"};
    const auto& name = arguments.front();
    if (name == "help" || asks_for_help(arguments))
        return invocation{text_to_print{help_text()}};
    if (name == "--version")
        return invocation{text_to_print{version_text()}};
    const auto rest = arguments.subspan(1);
    if (name == "run")
        return parse_run(rest);
    if (name == "examine")
        return parse_examine(rest);
    const auto what = action_named(name);
    return what ? parse_session_command(*what, rest) : unknown_command(name);
}

} // namespace respawn::supervisor
