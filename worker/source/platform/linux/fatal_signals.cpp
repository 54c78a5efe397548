#include "worker/source/platform/fatal_signals.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

constexpr std::array handled{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
/// Beyond the end of a stack: where a function with a large frame first writes.
constexpr std::uint64_t overflow_reach_bytes = 1 << 20;

/// What glibc keeps for debuggers; see assert/assert.c and stdlib/abort.c there.
struct abort_message_data {
    unsigned size;
    char text[1];
};

struct {
    void (*handler)(const fatal_signal&) = nullptr;
    std::array<struct sigaction, handled.size()> before{};
    pid_t process_id = 0;
    std::uint64_t stack_end =
        0; ///< of the thread that asked for the handler, where its stack begins to grow from
    abort_message_data** message = nullptr;
} own;

alignas(64) std::array<std::byte, 64 * 1024> handler_stack;

std::uint64_t stack_pointer([[maybe_unused]] const ucontext_t& context) noexcept
{
#if defined(__x86_64__)
    return static_cast<std::uint64_t>(context.uc_mcontext.gregs[REG_RSP]);
#elif defined(__aarch64__)
    return context.uc_mcontext.sp;
#else
    return 0;
#endif
}

bool is_stack_overflow(const siginfo_t& info, const void* context) noexcept
{
    if (info.si_signo != SIGSEGV || info.si_code <= 0)
        return false;
    const auto address = reinterpret_cast<std::uint64_t>(info.si_addr);
    const std::uint64_t stack = stack_pointer(*static_cast<const ucontext_t*>(context));
    // A main thread's stack grows by itself: a fault this near to its end means that it may not grow any
    // more. Beyond its other end somebody ran past an array.
    return address + overflow_reach_bytes > stack && address < stack + overflow_reach_bytes &&
           address < own.stack_end;
}

std::uint64_t own_stack_end() noexcept
{
    pthread_attr_t attributes;
    if (::pthread_getattr_np(::pthread_self(), &attributes) != 0)
        return UINT64_MAX;
    void* start = nullptr;
    std::size_t bytes = 0;
    const int failed = ::pthread_attr_getstack(&attributes, &start, &bytes);
    ::pthread_attr_destroy(&attributes);
    return failed != 0 ? UINT64_MAX : reinterpret_cast<std::uint64_t>(start) + bytes;
}

/// Lets who handled the signal before have it: a fault happens again when the handler returns; what does not,
/// a breakpoint or a signal that was sent, is sent again.
void pass_on(const siginfo_t& info) noexcept
{
    for (std::size_t index = 0; index != handled.size(); ++index)
        if (handled[index] == info.si_signo)
            ::sigaction(info.si_signo, &own.before[index], nullptr);
    if (info.si_code <= 0 || info.si_signo == SIGTRAP || info.si_signo == SIGSYS)
        ::raise(info.si_signo);
}

void on_signal(int number, siginfo_t* info, void* context) noexcept
{
    const int error = errno;
    if (!is_forked())
        own.handler(
            {number, info->si_code, reinterpret_cast<std::uint64_t>(info->si_addr),
             is_stack_overflow(*info, context)});
    pass_on(*info);
    errno = error;
}

void use_handler_stack() noexcept
{
    stack_t present{};
    if (::sigaltstack(nullptr, &present) == 0 && (present.ss_flags & SS_DISABLE) == 0)
        return; // a sanitizer's, or the game's own
    stack_t wanted{};
    wanted.ss_sp = handler_stack.data();
    wanted.ss_size = handler_stack.size();
    ::sigaltstack(&wanted, nullptr);
}

} // namespace

void handle_fatal_signals(void (*handler)(const fatal_signal&)) noexcept
{
    own.handler = handler;
    own.process_id = ::getpid();
    own.stack_end = own_stack_end();
    own.message = static_cast<abort_message_data**>(::dlsym(RTLD_DEFAULT, "__abort_msg"));
    use_handler_stack();
    struct sigaction wanted {};
    wanted.sa_sigaction = on_signal;
    wanted.sa_flags = SA_SIGINFO | SA_ONSTACK;
    ::sigfillset(&wanted.sa_mask);
    for (std::size_t index = 0; index != handled.size(); ++index) {
        ::sigaction(handled[index], nullptr, &own.before[index]);
        // What is ignored does not end the process.
        if (own.before[index].sa_handler != SIG_IGN)
            ::sigaction(handled[index], &wanted, nullptr);
    }
}

bool is_forked() noexcept
{
    return ::getpid() != own.process_id;
}

std::int32_t thread_id() noexcept
{
    return static_cast<std::int32_t>(::syscall(SYS_gettid));
}

const char* abort_message() noexcept
{
    return own.message && *own.message ? (*own.message)->text : nullptr;
}

bool wait_a_moment(int bell) noexcept
{
    constexpr int moment_ms = 5;
    pollfd watched{bell, 0, 0};
    return ::poll(&watched, 1, moment_ms) <= 0;
}

void wait_forever() noexcept
{
    for (;;)
        ::pause();
}

} // namespace respawn::platform
