#include "supervisor/command/options.hpp"

#include "shared/text/nearest.hpp"
#include "supervisor/command/arguments.hpp"
#include "supervisor/command/debug_arguments.hpp"
#include "supervisor/command/editor_arguments.hpp"
#include "supervisor/command/examine_arguments.hpp"
#include "supervisor/command/help.hpp"
#include "supervisor/command/new_arguments.hpp"
#include "supervisor/command/pe_debug_arguments.hpp"
#include "supervisor/command/run_arguments.hpp"
#include "supervisor/command/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace respawn::supervisor {
namespace {

constexpr std::array<std::string_view, 27> command_names{
    "run",      "new",     "debug", "dap",    "init",  "status", "generations", "restart",    "reset",
    "pe-debug", "back",    "swap",  "gate",   "pause", "resume", "step",        "screenshot", "save",
    "load",     "inspect", "set",   "schema", "diff",  "audit",  "quit",        "log",        "help"};

bool asks_for_help(std::span<const std::string> arguments)
{
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    return std::any_of(arguments.begin(), dashes, [](const auto& argument) {
        return argument == "-h" || argument == "--help";
    });
}

failure unknown_command(const std::string& typed)
{
    const auto meant = text::nearest(typed, command_names);
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

result<invocation> parse_generation(CLI::App& parser, action what, const std::string& generation)
{
    session_command command;
    command.what.what = what;
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

result<invocation> parse_inspect(std::span<const std::string> arguments)
{
    CLI::App parser{"", "respawn inspect"};
    session_command command;
    command.what.what = action::inspect;
    std::string depth;
    parser.add_option("PATH", command.what.path);
    parser.add_option("--depth", depth);
    parser.add_flag("--all", command.what.all);
    parser.add_flag("--json", command.what.json);
    parser.add_flag("--watch", command.watch);
    if (auto sorted = parse_arguments(parser, arguments); !sorted)
        return sorted.error();
    if (!depth.empty()) {
        const auto number = parse_number(depth, 0, objects::max_tree_depth);
        if (!number)
            return usage_failure(parser, fmt::format("--depth is '{}', {}", depth, number.error().sentence));
        command.what.depth = *number;
    }
    command.what.wants_leaves = command.watch;
    command.json = command.what.json;
    return invocation{std::move(command)};
}

/// The value may begin with a dash, and be empty.
result<invocation> parse_set(std::span<const std::string> arguments)
{
    const CLI::App parser{"", "respawn set"};
    if (arguments.size() != 2)
        return usage_failure(
            parser, arguments.size() < 2 ? "name a path and a value, such as game.lives 3"
                                         : fmt::format("'{}' is one argument too many", arguments[2]));
    session_command command;
    command.what.what = action::set;
    command.what.path = arguments[0];
    command.what.value = arguments[1];
    if (command.what.path.empty())
        return usage_failure(parser, "the path is empty");
    return invocation{std::move(command)};
}

result<invocation> parse_schema(std::span<const std::string> arguments)
{
    CLI::App parser{"", "respawn schema"};
    session_command command;
    command.what.what = action::schema;
    parser.add_option("NAME", command.what.path);
    parser.add_flag("--json", command.what.json);
    if (auto sorted = parse_arguments(parser, arguments); !sorted)
        return sorted.error();
    return invocation{std::move(command)};
}

result<invocation> parse_audit(std::span<const std::string> arguments)
{
    CLI::App parser{"", "respawn audit"};
    session_command command;
    command.what.what = action::audit;
    parser.add_flag("--json", command.what.json);
    if (auto sorted = parse_arguments(parser, arguments); !sorted)
        return sorted.error();
    return invocation{std::move(command)};
}

result<invocation> parse_diff(std::span<const std::string> arguments)
{
    CLI::App parser{"", "respawn diff"};
    session_command command;
    command.what.what = action::diff;
    std::string file;
    parser.add_option("FILE", file);
    parser.add_option("PATH", command.what.path);
    parser.add_flag("--all", command.what.all);
    parser.add_flag("--json", command.what.json);
    if (auto sorted = parse_arguments(parser, arguments); !sorted)
        return sorted.error();
    return parse_file(
        parser, std::move(command), file,
        "name the file to compare with, one that 'respawn save' has written");
}

result<invocation> parse_session_command(action what, std::span<const std::string> arguments)
{
    switch (what) {
    case action::inspect:
        return parse_inspect(arguments);
    case action::set:
        return parse_set(arguments);
    case action::schema:
        return parse_schema(arguments);
    case action::diff:
        return parse_diff(arguments);
    case action::audit:
        return parse_audit(arguments);
    default:
        break;
    }
    CLI::App parser{"", fmt::format("respawn {}", name_of(what))};
    session_command command;
    command.what.what = what;
    std::string steps = "1";
    std::string file;
    std::string generation;
    if (what == action::status || what == action::generations)
        parser.add_flag("--json", command.json);
    else if (what == action::back || what == action::log)
        parser.add_option("GENERATION", generation);
    else if (what == action::step)
        parser.add_option("N", steps);
    else if (what == action::screenshot || what == action::save || what == action::load)
        parser.add_option("FILE", file);
    else if (what == action::swap)
        parser.add_option("EXE", file);
    else if (what == action::gate)
        parser.add_option("MODE", command.what.value);
    if (what == action::screenshot)
        parser.add_flag("--overlay", command.what.with_overlay);
    if (auto sorted = parse_arguments(parser, arguments); !sorted)
        return sorted.error();
    switch (what) {
    case action::step:
        return parse_step(parser, steps);
    case action::back:
    case action::log:
        return parse_generation(parser, what, generation);
    case action::screenshot:
        return parse_file(parser, command, file, "name the file to write, such as picture.png");
    case action::gate:
        if (!command.what.value.empty() && !gate_mode_named(command.what.value))
            return usage_failure(parser, "say on, off or once");
        return invocation{std::move(command)};
    case action::swap:
        return parse_file(
            parser, command, file, "name the executable that is to take over, such as build-asan/pong");
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

result<invocation> parse_command_line(
    std::span<const std::string> arguments, const std::filesystem::path& configuration)
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
        return parse_run(rest, configuration);
    if (name == "new")
        return parse_new(rest);
    if (name == "debug")
        return parse_debug(rest);
    if (name == "dap")
        return parse_dap_command(rest);
    if (name == "init")
        return parse_init(rest);
    if (name == "examine")
        return parse_examine(rest);
    if (name == "pe-debug")
        return parse_pe_debug(rest);
    const auto what = action_named(name);
    return what && *what != action::debuggee ? parse_session_command(*what, rest) : unknown_command(name);
}

} // namespace respawn::supervisor
