#include "worker/source/platform/thread_exit.hpp"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

thread_local bool is_exiting = false;

} // namespace

bool thread_is_exiting() noexcept
{
    return is_exiting;
}

no_cancellation::no_cancellation() noexcept
{
    ::pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state_before_);
}

no_cancellation::~no_cancellation()
{
    ::pthread_setcancelstate(state_before_, nullptr);
}

} // namespace respawn::platform

/// In place of the system's, which is called after it was noted: nothing else tells destructors that their
/// scope is not left in the ordinary way.
extern "C" [[noreturn]] void pthread_exit(void* value)
{
    respawn::platform::is_exiting = true;
    using function = void (*)(void*);
    if (const auto system = reinterpret_cast<function>(::dlsym(RTLD_NEXT, "pthread_exit")))
        system(value);
    for (;;)
        ::syscall(SYS_exit, 0);
}
