#include "supervisor/command/run_arguments.hpp"

#include "supervisor/command/arguments.hpp"
#include "supervisor/command/configuration.hpp"
#include "supervisor/command/values.hpp"
#include "supervisor/hooks/hook_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace respawn::supervisor {
namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
constexpr std::uint64_t gibibyte = mebibyte << 10;
constexpr std::uint64_t max_fps = 1000;
/// Unless told otherwise: valgrind takes 20 to 50 times as long for a frame.
constexpr std::chrono::seconds wrapped_hang_timeout{60};

using typed_text = std::optional<std::string>;

/// What was typed, sorted but not yet understood.
struct typed_options {
    typed_text build, size, fps, frames, script, state_capacity, state_address, journal, dump_state,
        hang_timeout, on_crash, core, state, autosave, gate_timeout, wrap, exe;
    std::vector<std::string> watch, hooks;
    bool headless = false, json = false, no_audit = false, gate = false;
};

void declare(CLI::App& command, typed_options& typed)
{
    command.add_option("--build", typed.build)->take_last();
    command.add_option("--watch", typed.watch)->allow_extra_args(false);
    command.add_option("--on-worker", typed.hooks)->allow_extra_args(false);
    command.add_option("--wrap", typed.wrap)->take_last();
    command.add_flag("--headless", typed.headless);
    command.add_flag("--no-audit", typed.no_audit);
    command.add_flag("--gate", typed.gate);
    command.add_option("--gate-timeout", typed.gate_timeout)->take_last();
    command.add_option("--size", typed.size)->take_last();
    command.add_option("--fps", typed.fps)->take_last();
    command.add_option("--frames", typed.frames)->take_last();
    command.add_option("--script", typed.script)->take_last();
    command.add_flag("--json", typed.json);
    command.add_option("--state-capacity", typed.state_capacity)->take_last();
    command.add_option("--state-address", typed.state_address)->take_last();
    command.add_option("--journal", typed.journal)->take_last();
    command.add_option("--dump-state", typed.dump_state)->take_last();
    command.add_option("--hang-timeout", typed.hang_timeout)->take_last();
    command.add_option("--on-crash", typed.on_crash)->take_last();
    command.add_option("--core", typed.core)->take_last();
    command.add_option("--state", typed.state)->take_last();
    command.add_option("--autosave", typed.autosave)->take_last();
    command.add_option("exe", typed.exe);
}

result<crash_choice> parse_crash_choice(std::string_view name)
{
    constexpr std::pair<std::string_view, crash_choice> choices[] = {
        {"restart", crash_choice::restart},
        {"hold", crash_choice::hold},
        {"back", crash_choice::back},
        {"wait", crash_choice::wait}};
    for (const auto& [known, choice] : choices)
        if (name == known)
            return choice;
    return failure{"must be restart, hold, back or wait"};
}

/// Understands values one by one, until the first that can't be. Options are known by their names without
/// dashes.
class value_reader {
public:
    value_reader(const CLI::App& command, const configured_options& configured) :
        command_{command}, configured_{configured}
    {}

    /// Calls `store` with what `parse` made of the text, if the option was given.
    template <class Parse, class Store>
    void read(std::string_view option, const typed_text& typed, Parse parse, Store store)
    {
        if (!typed || problem_)
            return;
        if (const auto value = parse(*typed))
            store(*value);
        else
            reject(option, fmt::format("is '{}', {}", *typed, value.error().sentence));
    }

    void read_number(
        std::string_view option, const typed_text& typed, std::uint64_t least, std::uint64_t most, auto store)
    {
        read(
            option, typed, [=](const auto& value) { return parse_number(value, least, most); }, store);
    }

    void read_bytes(
        std::string_view option, const typed_text& typed, std::uint64_t least, std::uint64_t most, auto store)
    {
        read(
            option, typed, [=](const auto& value) { return parse_bytes(value, least, most); }, store);
    }

    void read_file(
        std::string_view option, const typed_text& typed, std::optional<std::filesystem::path>& file)
    {
        if (typed) {
            file = *typed;
            require(!typed->empty(), option, "needs the name of a file");
        }
    }

    void read_folder(
        std::string_view option, const typed_text& typed, std::optional<std::filesystem::path>& folder)
    {
        if (typed) {
            folder = *typed;
            require(!typed->empty(), option, "needs the name of a folder");
        }
    }

    void require(bool holds, std::string_view option, const std::string& otherwise)
    {
        if (!holds)
            reject(option, otherwise);
    }

    void require_exe(const std::string& exe)
    {
        if (exe.empty() && !problem_)
            problem_ = usage_failure(
                command_, "name the game's executable, such as build/pong, here or as exe in respawn.toml");
    }

    void read_hooks(const std::vector<std::string>& typed, std::vector<std::string>& hooks)
    {
        for (const std::string& hook : typed) {
            require(
                !hook.empty(), "on-worker",
                "needs a command, such as 'perf record -p {pid} -o {dir}/perf.data'");
            if (const auto checked = check_hook(hook); !checked)
                reject("on-worker", checked.error().sentence);
        }
        hooks = typed;
    }

    [[nodiscard]] const std::optional<failure>& problem() const { return problem_; }

private:
    /// The first problem counts.
    void reject(std::string_view option, const std::string& why)
    {
        if (problem_)
            return;
        const auto place = configured_.find(option);
        problem_ =
            place == configured_.end()
                ? usage_failure(command_, fmt::format("--{} {}", option, why))
                : failure{fmt::format("respawn: {}: {} {}; see 'respawn help'", place->second, option, why)};
    }

    const CLI::App& command_;
    const configured_options& configured_;
    std::optional<failure> problem_;
};

void understand(const typed_options& typed, run_options& options, value_reader& values)
{
    const auto exe = typed.exe.value_or("");
    values.require_exe(exe);
    values.require(
        typed.watch.empty() || typed.build, "watch", "needs --build, the command that builds the game");
    values.require(
        !typed.build || !typed.build->empty(), "build", "needs a command, such as 'cmake --build build'");
    values.require(
        std::find(typed.watch.begin(), typed.watch.end(), "") == typed.watch.end(), "watch",
        "needs the name of a file or folder");
    options.exe = exe;
    options.build_command = typed.build.value_or("");
    options.watch.assign(typed.watch.begin(), typed.watch.end());
    values.read_hooks(typed.hooks, options.hooks);
    values.require(
        !typed.wrap || !typed.wrap->empty(), "wrap", "needs a command, such as 'valgrind --tool=callgrind'");
    options.wrap = typed.wrap.value_or("");
    if (typed.wrap)
        options.hang_timeout = wrapped_hang_timeout;
    options.headless = typed.headless;
    options.json = typed.json;
    options.audits = !typed.no_audit;
    options.gate = typed.gate ? gate_mode::on : gate_mode::off;

    values.read(
        "size", typed.size, parse_picture_size,
        [&](picture_size size) {
            options.width = size.width;
            options.height = size.height;
            options.size_is_given = true;
        });
    values.read_number(
        "fps", typed.fps, 0, max_fps, [&](std::uint64_t fps) { options.fps = static_cast<unsigned>(fps); });
    values.read_number(
        "frames", typed.frames, 1, std::numeric_limits<std::int64_t>::max(),
        [&](std::uint64_t frames) { options.frames = frames; });
    values.read_bytes(
        "state-capacity", typed.state_capacity, mebibyte, 16 * 1024 * gibibyte,
        [&](auto bytes) { options.state_capacity_bytes = bytes; });
    values.read(
        "state-address", typed.state_address, parse_address,
        [&](auto address) { options.state_address = address; });
    values.read_bytes(
        "journal", typed.journal, mebibyte, 64 * gibibyte,
        [&](auto bytes) { options.journal_bytes = bytes; });
    values.read(
        "hang-timeout", typed.hang_timeout, parse_seconds, [&](auto time) { options.hang_timeout = time; });
    values.read(
        "gate-timeout", typed.gate_timeout, parse_seconds, [&](auto time) { options.gate_timeout = time; });
    values.read(
        "on-crash", typed.on_crash, parse_crash_choice, [&](auto choice) { options.on_crash = choice; });
    values.read_file("script", typed.script, options.script);
    values.read_file("dump-state", typed.dump_state, options.dump_state);
    values.read_folder("core", typed.core, options.core_folder);
    values.read_file("state", typed.state, options.state_file);
    values.require(!typed.autosave || typed.state, "autosave", "needs --state, the file to save to");
    values.read("autosave", typed.autosave, parse_seconds, [&](auto time) { options.autosave = time; });
}

} // namespace

result<invocation> parse_run(
    std::span<const std::string> arguments, const std::filesystem::path& configuration)
{
    const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
    CLI::App command{"", "respawn run"};
    typed_options typed;
    declare(command, typed);
    if (auto sorted = parse_arguments(command, {arguments.begin(), dashes}); !sorted)
        return sorted.error();
    run_options options;
    // After two dashes on the command line; an option in the file only.
    command.add_option("--args", options.arguments)->allow_extra_args(false);
    const auto configured = read_configuration(command, configuration);
    if (!configured)
        return configured.error();
    value_reader values{command, *configured};
    understand(typed, options, values);
    if (values.problem())
        return *values.problem();
    if (dashes != arguments.end())
        options.arguments.assign(dashes + 1, arguments.end());
    return invocation{std::move(options)};
}

} // namespace respawn::supervisor
