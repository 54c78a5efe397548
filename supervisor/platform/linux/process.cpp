#include "supervisor/platform/process.hpp"

#include "supervisor/platform/linux/handle_events.hpp"
#include "supervisor/platform/linux/own_children.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

constexpr std::array ending_signals{SIGINT, SIGTERM, SIGHUP};

} // namespace

bool has_ended(const unique_handle& exit_handle) noexcept
{
    return is_readable(exit_handle.get());
}

std::optional<exit_status> reap(const child_process& child, std::chrono::milliseconds patience)
{
    if (patience.count() > 0)
        static_cast<void>(is_readable(child.exit_handle.get(), patience));
    siginfo_t info{};
    const auto handle = static_cast<id_t>(child.exit_handle.get());
    if (::waitid(P_PIDFD, handle, &info, WEXITED | WNOHANG) != 0 || info.si_pid == 0)
        return std::nullopt;
    std::erase(own_children(), child.process_id);
    return exit_status{info.si_code != CLD_EXITED, info.si_status};
}

int own_process_id() noexcept
{
    return ::getpid();
}

void signal_group(int process_id, int signal) noexcept
{
    if (process_id > 1) // kill() takes -1 for every process there is
        ::kill(-process_id, signal);
}

bool group_exists(int process_id) noexcept
{
    if (process_id <= 1)
        return false;
    siginfo_t info{};
    while (::waitid(P_PGID, static_cast<id_t>(process_id), &info, WEXITED | WNOHANG) == 0 && info.si_pid != 0)
        info.si_pid = 0;
    return ::kill(-process_id, 0) == 0 || errno == EPERM;
}

result<unique_handle> watch_process(int process_id)
{
    unique_handle handle{static_cast<int>(::syscall(SYS_pidfd_open, process_id, 0))};
    if (!handle)
        return errno_failure("cannot watch process " + std::to_string(process_id));
    return handle;
}

void signal_process(const child_process& process, int signal) noexcept
{
    ::syscall(SYS_pidfd_send_signal, process.exit_handle.get(), signal, nullptr, 0);
}

std::string executable_of(int process_id)
{
    return "/proc/" + std::to_string(process_id) + "/exe";
}

std::string open_file_of(int handle)
{
    return "/proc/self/fd/" + std::to_string(handle);
}

std::string path_behind(const std::string& executable_or_open_file)
{
    constexpr std::string_view deleted = " (deleted)";
    std::error_code error;
    std::string path = std::filesystem::read_symlink(executable_or_open_file, error).string();
    if (path.ends_with(deleted))
        path.resize(path.size() - deleted.size());
    return path;
}

namespace {

struct process_facts {
    int parent = 0;
    int tracer = 0; ///< 0: none
    bool is_traced_and_stopped = false;
};

process_facts facts_of(int process_id)
{
    constexpr std::string_view parent = "PPid:", tracer = "TracerPid:";
    std::ifstream status{"/proc/" + std::to_string(process_id) + "/status"};
    process_facts found;
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("State:"))
            found.is_traced_and_stopped = line.find("\tt") != std::string::npos;
        else if (line.starts_with(parent))
            found.parent = std::atoi(line.c_str() + parent.size());
        else if (line.starts_with(tracer))
            found.tracer = std::atoi(line.c_str() + tracer.size());
    return found;
}

/// Of its executable; where that may not be looked at, its own, which may be cut.
std::string program_name_of(int process_id)
{
    std::string name = std::filesystem::path{executable_path_of(process_id)}.filename().string();
    if (name.empty())
        std::getline(std::ifstream{"/proc/" + std::to_string(process_id) + "/comm"}, name);
    return name;
}

} // namespace

debugger_state debugger_of(int process_id)
{
    const process_facts found = facts_of(process_id);
    if (found.tracer == 0)
        return debugger_state::none;
    return found.is_traced_and_stopped ? debugger_state::stopped : debugger_state::attached;
}

debugger debugger_at(int process_id)
{
    const int tracer = facts_of(process_id).tracer;
    if (tracer == 0)
        return {};
    std::string name = program_name_of(tracer);
    if (name.starts_with("lldb-server"))
        return {facts_of(tracer).parent, "lldb"};
    return {tracer, std::move(name)};
}

bool has_address_sanitizer(int process_id)
{
    // Where its shadow memory begins on x86-64.
    constexpr unsigned long long shadow = 0x7fff'8000;
    std::ifstream maps{"/proc/" + std::to_string(process_id) + "/maps"};
    for (std::string line; std::getline(maps, line);) {
        char* rest = nullptr;
        const auto begin = std::strtoull(line.c_str(), &rest, 16);
        if (begin > shadow)
            break; // they are in order
        if (*rest == '-' && shadow < std::strtoull(rest + 1, nullptr, 16))
            return true;
    }
    return false;
}

std::uint64_t killed_for_memory()
{
    std::ifstream counters{"/proc/vmstat"};
    std::uint64_t count = 0;
    for (std::string name; counters >> name >> count;)
        if (name == "oom_kill")
            return count;
    return 0;
}

void forbid_others_to_look_inside() noexcept
{
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

result<pipe_ends> create_input_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return errno_failure("cannot make a pipe");
    return pipe_ends{unique_handle{ends[0]}, unique_handle{ends[1]}};
}

result<pipe_ends> create_pipe()
{
    auto made = create_input_pipe();
    if (made && ::fcntl(made->read.get(), F_SETFL, O_NONBLOCK) != 0)
        return errno_failure("cannot make a pipe that does not block");
    return made;
}

read_outcome read_available(int handle, std::span<char> buffer) noexcept
{
    const ssize_t got = ::read(handle, buffer.data(), buffer.size());
    if (got > 0)
        return {static_cast<std::size_t>(got), false};
    return {0, got == 0 || (errno != EAGAIN && errno != EINTR)};
}

void block_ending_signals() noexcept
{
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int signal : ending_signals)
        ::sigaddset(&signals, signal);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

bool ending_signal_is_pending() noexcept
{
    sigset_t pending;
    return ::sigpending(&pending) == 0 &&
           std::any_of(ending_signals.begin(), ending_signals.end(), [&](int signal) {
               return ::sigismember(&pending, signal) == 1;
           });
}

} // namespace respawn::platform
