#pragma once

#include <csignal>
#include <cstddef>
#include <cstdint>

#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

namespace respawn::test {

/// Whether the processor tells debuggers of writes to an address: some virtual machines take the registers
/// for that, and then nothing comes of it.
[[nodiscard]] inline bool has_hardware_watchpoints()
{
    static volatile std::uint64_t watched = 0;
    const ::pid_t child = ::fork();
    if (child == 0) {
        ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        ::raise(SIGSTOP);
        watched = 1;
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    const auto set = [&](std::size_t number, std::uintptr_t value) {
        const auto place = offsetof(struct user, u_debugreg) + number * sizeof(value);
        return ::ptrace(PTRACE_POKEUSER, child, place, value) == 0;
    };
    // The first one, of this process alone, for writes of 8 bytes: Intel's manual, volume 3, 17.2.4.
    constexpr std::uintptr_t on_write_of_8_bytes = 0b1001'0000'0000'0000'0001;
    const bool is_set = set(0, reinterpret_cast<std::uintptr_t>(&watched)) && set(7, on_write_of_8_bytes);
    ::ptrace(PTRACE_CONT, child, nullptr, nullptr);
    ::waitpid(child, &status, 0);
    const bool has_stopped = WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP;
    if (WIFSTOPPED(status)) {
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
    }
    return is_set && has_stopped;
}

} // namespace respawn::test
