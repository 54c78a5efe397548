#include "supervisor/platform/process.hpp"

#include "supervisor/platform/linux/own_children.hpp"

#include <cerrno>
#include <csignal>
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace respawn::platform {

std::optional<exit_status> reap(const child_process& child, std::chrono::milliseconds patience)
{
    if (patience.count() > 0) {
        pollfd ended{child.exit_handle.get(), POLLIN, 0};
        ::poll(&ended, 1, static_cast<int>(patience.count()));
    }
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

std::string executable_of(int process_id)
{
    return "/proc/" + std::to_string(process_id) + "/exe";
}

debugger_state debugger_of(int process_id)
{
    std::ifstream status{"/proc/" + std::to_string(process_id) + "/status"};
    bool stopped = false;
    for (std::string line; std::getline(status, line);)
        if (line.rfind("State:", 0) == 0)
            stopped = line.find("\tt") != std::string::npos;
        else if (line.rfind("TracerPid:", 0) == 0 && line != "TracerPid:\t0")
            return stopped ? debugger_state::stopped : debugger_state::attached;
    return debugger_state::none;
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

result<pipe_ends> create_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return errno_failure("cannot make a pipe");
    pipe_ends made{unique_handle{ends[0]}, unique_handle{ends[1]}};
    if (::fcntl(made.read.get(), F_SETFL, O_NONBLOCK) != 0)
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
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        ::sigaddset(&signals, signal);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

} // namespace respawn::platform
