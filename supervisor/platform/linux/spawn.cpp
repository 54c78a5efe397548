#include "supervisor/platform/linux/own_children.hpp"
#include "supervisor/platform/process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

enum class step { none, start_group, follow_parent, redirect, close_handles, change_directory, execute };

/// What the child needs, made before it exists: it runs in this process's memory while this thread stands
/// still, so it must not allocate, lock or throw. It reports back through `failed_step` and `error`.
struct launch {
    const char* program;
    char** arguments;
    char** environment;
    const char* directory;
    std::array<int, 3> standard_handles;
    pid_t parent;
    step failed_step = step::none;
    int error = 0;
};

// The child makes its system calls by number: the C library's functions may be replaced by a sanitizer's,
// which would keep its books on the child's calls in this process's memory.
#define RESPAWN_IN_CHILD __attribute__((no_sanitize("address", "thread", "undefined")))

template <class... Arguments>
RESPAWN_IN_CHILD long call(long number, Arguments... arguments) noexcept
{
    return ::syscall(number, arguments...);
}

/// No handler of this process may run in the child, and ignored signals would stay ignored in the new
/// program.
RESPAWN_IN_CHILD void reset_signal_actions() noexcept
{
    constexpr unsigned long mask_bytes = 8;
    unsigned long default_action[8] = {}; // the kernel's struct sigaction with SIG_DFL, on every architecture
    for (int number = 1; number <= 64; ++number)
        call(SYS_rt_sigaction, number, &default_action, nullptr, mask_bytes);
}

RESPAWN_IN_CHILD void unblock_signals() noexcept
{
    const unsigned long none = 0;
    call(SYS_rt_sigprocmask, SIG_SETMASK, &none, nullptr, sizeof none);
}

RESPAWN_IN_CHILD bool redirect(const std::array<int, 3>& handles) noexcept
{
    for (int target = 0; target < 3; ++target) {
        const int source = handles[static_cast<unsigned>(target)];
        if (source != unique_handle::none && call(SYS_dup3, source, target, 0) < 0)
            return false;
    }
    return true;
}

RESPAWN_IN_CHILD step become_program(const launch& plan) noexcept
{
    reset_signal_actions();
    if (call(SYS_setpgid, 0, 0) != 0)
        return step::start_group;
    // A parent that died before the prctl sends no signal any more.
    if (call(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || call(SYS_getppid) != plan.parent)
        return step::follow_parent;
    if (!redirect(plan.standard_handles))
        return step::redirect;
    // Not left to close-on-exec: the kernel lets the parent run on before it closes those, and then a program
    // file that another thread has just finished writing would still count as being written.
    if (call(SYS_close_range, 3U, UINT_MAX, 0U) != 0)
        return step::close_handles;
    if (plan.directory != nullptr && call(SYS_chdir, plan.directory) != 0)
        return step::change_directory;
    unblock_signals();
    call(SYS_execve, plan.program, plan.arguments, plan.environment);
    return step::execute;
}

RESPAWN_IN_CHILD int child_main(void* argument) noexcept
{
    auto& plan = *static_cast<launch*>(argument);
    const step failed = become_program(plan);
    plan.error = errno;
    plan.failed_step = failed;
    call(SYS_exit_group, 127);
    return 127;
}

std::vector<char*> pointers_to(std::vector<std::string>& strings)
{
    std::vector<char*> pointers;
    for (std::string& text : strings)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

std::vector<std::string> merged_environment(const std::vector<std::pair<std::string, std::string>>& additions)
{
    std::vector<std::string> merged;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        const auto replaces = [&](const auto& addition) {
            return text.substr(0, text.find('=')) == addition.first;
        };
        if (std::none_of(additions.begin(), additions.end(), replaces))
            merged.emplace_back(text);
    }
    for (const auto& [name, value] : additions)
        merged.push_back(name + "=" + value);
    return merged;
}

failure launch_failure(const spawn_options& options, const launch& plan)
{
    const std::string what = "cannot start " + options.program;
    const std::error_code error{plan.error, std::system_category()};
    switch (plan.failed_step) {
    case step::change_directory:
        return system_failure(what + " in the folder " + options.directory, error);
    case step::close_handles:
        return system_failure(what + ", because closing handles needs Linux 5.9 or newer", error);
    case step::execute:
        break;
    default:
        return system_failure(what + ", because preparing its process failed", error);
    }
    std::error_code ignored;
    if (plan.error == ENOENT && std::filesystem::exists(options.program, ignored))
        return failure{what + ": the dynamic loader or interpreter that it names does not exist"};
    if (plan.error == ETXTBSY)
        return failure{what + ": another process is still writing it"};
    return system_failure(what, error);
}

/// Copies of the standard handles above 2, so that none is overwritten before it is used.
result<std::array<unique_handle, 3>> take_standard_handles(const spawn_options& options)
{
    const unique_handle nothing{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    if (!nothing)
        return errno_failure("cannot start " + options.program + ", because /dev/null does not open");
    std::array<unique_handle, 3> copies;
    const int input = options.standard_input == unique_handle::none ? nothing.get() : options.standard_input;
    const std::array<int, 3> wanted{input, options.standard_output, options.standard_error};
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        if (wanted[index] == unique_handle::none)
            continue;
        copies[index] = unique_handle{::fcntl(wanted[index], F_DUPFD_CLOEXEC, 3)};
        if (!copies[index]) {
            return errno_failure(
                "cannot start " + options.program + ", because its output cannot be redirected");
        }
    }
    return copies;
}

/// Children of a process that ignores SIGCHLD leave no exit status; a process inherits that from who started
/// it.
void keep_exit_statuses() noexcept
{
    struct sigaction action {};
    if (::sigaction(SIGCHLD, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) {
        action.sa_handler = SIG_DFL;
        ::sigaction(SIGCHLD, &action, nullptr);
    }
}

/// Runs the child on a stack of its own in this process's memory until it executes or exits; copies no page
/// tables.
result<child_process> run_child(const spawn_options& options, launch& plan)
{
    constexpr std::size_t stack_bytes = std::size_t{64} * 1024;
    const auto stack = std::make_unique<std::byte[]>(stack_bytes);
    const auto end = reinterpret_cast<std::uintptr_t>(stack.get() + stack_bytes) & ~std::uintptr_t{63};

    // A handler that ran in the child before it resets them would act on this process's memory.
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    int exit_handle = unique_handle::none;
    const int process_id = ::clone(
        child_main, reinterpret_cast<void*>(end), CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &plan,
        &exit_handle);
    const int clone_error = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);

    if (process_id < 0) {
        return system_failure(
            "cannot start " + options.program, std::error_code{clone_error, std::system_category()});
    }
    child_process child{process_id, unique_handle{exit_handle}};
    own_children().push_back(process_id);
    if (plan.failed_step != step::none) {
        (void)reap(child, std::chrono::seconds{1});
        return launch_failure(options, plan);
    }
    return child;
}

} // namespace

result<child_process> spawn(const spawn_options& options)
{
    if (::gettid() != ::getpid())
        return failure{"cannot start " + options.program + " from another thread than the main one"};
    auto handles = take_standard_handles(options);
    if (!handles)
        return handles.error();
    keep_exit_statuses();
    auto arguments = options.arguments;
    auto environment = merged_environment(options.environment);
    const auto argument_pointers = pointers_to(arguments);
    const auto environment_pointers = pointers_to(environment);
    launch plan{
        .program = options.program.c_str(),
        .arguments = const_cast<char**>(argument_pointers.data()),
        .environment = const_cast<char**>(environment_pointers.data()),
        .directory = options.directory.empty() ? nullptr : options.directory.c_str(),
        .standard_handles = {(*handles)[0].get(), (*handles)[1].get(), (*handles)[2].get()},
        .parent = ::getpid()};
    return run_child(options, plan);
}

} // namespace respawn::platform
