#include "supervisor/debug/platform/halted_process.hpp"

#include <csignal>
#include <string>
#include <utility>

namespace respawn::platform {

result<halted_process> halted_process::halt(int process_id)
{
    auto handle = watch_process(process_id);
    if (!handle)
        return handle.error();
    child_process process{process_id, std::move(*handle)};
    // The number may be another process's by now.
    if (debugger_of(process_id) == debugger_state::none)
        return failure{"no debugger is at process " + std::to_string(process_id)};
    signal_process(process, SIGSTOP);
    return halted_process{std::move(process)};
}

halted_process& halted_process::operator=(halted_process&& other) noexcept
{
    if (this != &other) {
        go_on();
        process_ = std::move(other.process_);
    }
    return *this;
}

debugger_state halted_process::debugger() const
{
    return has_ended(process_.exit_handle) ? debugger_state::none : debugger_of(process_.process_id);
}

void halted_process::go_on() noexcept
{
    if (process_.exit_handle)
        signal_process(process_, SIGCONT);
}

} // namespace respawn::platform
