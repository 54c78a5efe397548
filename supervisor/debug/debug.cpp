#include "supervisor/debug/debug.hpp"

#include "supervisor/control/control_client.hpp"
#include "supervisor/control/session_folder.hpp"
#include "supervisor/debug/gdb.hpp"
#include "supervisor/debug/lldb.hpp"
#include "supervisor/debug/platform/attach_permission.hpp"
#include "supervisor/platform/process.hpp"

#include <fmt/format.h>

#include <chrono>

namespace respawn::supervisor {

namespace {

constexpr std::chrono::seconds status_patience{10};

/// The workers that play, or are to take over. A session that does not answer has none yet.
std::vector<int> workers_of(const running_session& session)
{
    std::vector<int> workers;
    const auto answer = ask(session, request{.what = action::status}, status_patience);
    if (answer && answer->status && answer->status->worker)
        workers.push_back(answer->status->worker->pid);
    if (answer && answer->status && answer->status->next)
        workers.push_back(answer->status->next->pid);
    return workers;
}

/// Only one debugger can be at a process.
result<void> nobody_debugs(const running_session& session)
{
    for (const int worker : workers_of(session))
        if (const auto other = platform::debugger_at(worker); other.process_id != 0)
            return failure{fmt::format(
                "{} (process {}) debugs the game of {} already, and the system lets only one debugger do "
                "that; work there, or end it first",
                other.name, other.process_id, session.project_folder.string())};
    return {};
}

} // namespace

std::optional<debugger_kind> debugger_named(std::string_view name)
{
    if (name == "gdb")
        return debugger_kind::gdb;
    return name == "lldb" ? std::optional{debugger_kind::lldb} : std::nullopt;
}

result<int> debug(const debug_options& options)
{
    const auto here = current_folder();
    if (!here)
        return here.error();
    const auto session = session_here(*here);
    if (!session)
        return session.error();
    if (const auto allowed = platform::may_attach(); !allowed)
        return allowed.error();
    if (const auto free = nobody_debugs(*session); !free)
        return free.error();
    switch (options.debugger) {
    case debugger_kind::gdb:
        return become_gdb(*session, options.arguments);
    case debugger_kind::lldb:
        return run_lldb(*session, options.arguments);
    }
    return 0;
}

} // namespace respawn::supervisor
