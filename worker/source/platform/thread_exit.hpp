#pragma once

/// The ends of a thread that unwind its stack without an exception. Implemented in platform/<os>/.
namespace respawn::platform {

/// Whether the calling thread is ending itself in the middle of what it was doing (pthread_exit()): its
/// destructors run, and std::uncaught_exceptions() does not tell.
[[nodiscard]] bool thread_is_exiting() noexcept;

/// As long as it lives, the thread that made it is not cancelled: a pthread_cancel() meanwhile takes effect
/// later.
class no_cancellation {
public:
    no_cancellation() noexcept;
    ~no_cancellation();
    no_cancellation(const no_cancellation&) = delete;
    no_cancellation& operator=(const no_cancellation&) = delete;

private:
    int state_before_ = 0;
};

} // namespace respawn::platform
