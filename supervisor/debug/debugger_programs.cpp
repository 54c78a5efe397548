#include "supervisor/debug/debugger_programs.hpp"

#include "supervisor/platform/process.hpp"
#include "supervisor/platform/programs.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>

namespace respawn::supervisor {

namespace {

constexpr int newest_lldb = 30, oldest_lldb = 14;
/// The first gdb that is a debug adapter.
constexpr int oldest_gdb_adapter = 14;
constexpr std::chrono::seconds version_patience{10};

/// Debian's lldb has its version in its name, as the server has that it starts, and does not find that.
debugger_program with_server(std::string program, int version)
{
    const auto server = platform::programs_in_path(fmt::format("lldb-server-{}", version));
    if (server.empty() || std::getenv("LLDB_DEBUGSERVER_PATH"))
        return {{std::move(program)}};
    return {{std::move(program)}, {{"LLDB_DEBUGSERVER_PATH", server.front()}}};
}

/// The plain name, or else the newest version.
std::optional<debugger_program> find_newest(const std::string& name)
{
    if (const auto found = platform::programs_in_path(name); !found.empty())
        return debugger_program{{found.front()}};
    for (int version = newest_lldb; version >= oldest_lldb; --version)
        if (const auto found = platform::programs_in_path(fmt::format("{}-{}", name, version));
            !found.empty())
            return with_server(found.front(), version);
    return std::nullopt;
}

/// What `gdb --version` prints.
std::string version_text_of(const std::string& gdb)
{
    auto pipe = platform::create_pipe();
    if (!pipe)
        return {};
    const auto child = platform::spawn(
        {.program = gdb, .arguments = {gdb, "--version"}, .standard_output = pipe->write.get()});
    if (!child)
        return {};
    std::array<char, 4096> text{};
    if (!platform::reap(*child, version_patience)) {
        platform::signal_group(child->process_id, SIGKILL);
        [[maybe_unused]] const auto ended = platform::reap(*child, version_patience);
    }
    return {text.data(), platform::read_available(pipe->read.get(), text).bytes};
}

} // namespace

result<debugger_program> find_lldb()
{
    if (auto lldb = find_newest("lldb"))
        return *std::move(lldb);
    return failure{"there is no lldb in PATH; install lldb, or put it into PATH"};
}

std::optional<int> major_version_of_gdb(std::string_view printed)
{
    const auto line = printed.substr(0, printed.find('\n'));
    const auto number = line.substr(line.rfind(' ') + 1);
    int version = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), version);
    return line.starts_with("GNU gdb") && error == std::errc{} ? std::optional{version} : std::nullopt;
}

result<debugger_program> find_debug_adapter()
{
    for (const char* name : {"lldb-dap", "lldb-vscode"})
        if (auto lldb = find_newest(name))
            return *std::move(lldb);
    const auto gdb = platform::programs_in_path("gdb");
    if (!gdb.empty() && major_version_of_gdb(version_text_of(gdb.front())).value_or(0) >= oldest_gdb_adapter)
        return debugger_program{{gdb.front(), "-i", "dap"}};
    return failure{"there is no debug adapter in PATH: install lldb (its lldb-dap or lldb-vscode) or gdb 14, "
                   "or name one "
                   "with --adapter"};
}

} // namespace respawn::supervisor
