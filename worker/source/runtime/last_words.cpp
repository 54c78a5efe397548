#include "worker/source/runtime/last_words.hpp"

#include "shared/platform/doorbell.hpp"
#include "worker/source/platform/fatal_signals.hpp"
#include "worker/source/platform/sanitizers.hpp"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <string_view>

#include <cxxabi.h>

namespace respawn::detail {

namespace {

struct {
    std::atomic<control::region_data*> control{nullptr}; ///< null: nobody is told
    int bell = -1;
    std::terminate_handler terminate_before = nullptr;
    /// The thread whose end comes first; 0: none yet.
    std::atomic<std::int32_t> dying_thread{0};
} own;

static_assert(std::atomic<std::int32_t>::is_always_lock_free);

/// Returns in the thread that meets its end first, also when it comes again. The others wait: the process
/// ends as soon as the first is through.
void be_first_or_wait() noexcept
{
    std::int32_t nobody = 0;
    const std::int32_t self = platform::thread_id();
    if (!own.dying_thread.compare_exchange_strong(nobody, self) && nobody != self)
        platform::wait_forever();
}

control::region_data& told() noexcept
{
    return *own.control.load(std::memory_order_relaxed);
}

bool has_spoken() noexcept
{
    return told().last_words.cause.load(std::memory_order_relaxed) != 0;
}

void say(control::cause why, const platform::fatal_signal& signal, std::string_view text) noexcept
{
    control::last_words_data& words = told().last_words;
    words.signal = signal.number;
    words.signal_code = signal.code;
    words.thread_id = platform::thread_id();
    words.address = signal.address;
    words.text[text.copy(words.text, sizeof words.text - 1)] = '\0';
    // Publishes the words; pairs with the supervisor's acquire.
    words.cause.store(static_cast<std::uint32_t>(why), std::memory_order_release);
    platform::ring_doorbell(own.bell);
}

/// Not in a copy of the process, and not once the connection is gone.
bool can_speak() noexcept
{
    return own.control.load(std::memory_order_acquire) != nullptr && !platform::is_forked();
}

/// As long as the supervisor is there and looks at this process.
void wait_until_dismissed() noexcept
{
    while (told().dismissed.load(std::memory_order_acquire) == 0 && platform::wait_a_moment(own.bell)) {
    }
}

control::cause cause_of(const platform::fatal_signal& signal) noexcept
{
    if (signal.is_stack_overflow)
        return control::cause::stack_overflow;
    return signal.number == SIGABRT ? control::cause::aborted : control::cause::signal;
}

void on_signal(const platform::fatal_signal& signal)
{
    if (!can_speak())
        return;
    be_first_or_wait();
    if (!has_spoken()) {
        const char* message = signal.number == SIGABRT ? platform::abort_message() : nullptr;
        say(cause_of(signal), signal, message ? std::string_view{message} : std::string_view{});
    }
    wait_until_dismissed();
}

std::string demangled(const char* name)
{
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> readable{
        abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free};
    return readable ? readable.get() : name;
}

/// Of the exception that nobody caught.
void say_exception(const std::type_info& type)
{
    const std::string name = demangled(type.name());
    try {
        throw;
    } catch (const std::bad_alloc& error) {
        say(control::cause::out_of_memory, {}, error.what());
    } catch (const std::exception& error) {
        say(control::cause::exception, {}, name + ": " + error.what());
    } catch (...) {
        say(control::cause::exception, {}, name);
    }
}

void say_why_terminated()
{
    be_first_or_wait();
    if (has_spoken())
        return;
    if (const std::type_info* type = abi::__cxa_current_exception_type())
        say_exception(*type);
    else
        say(control::cause::aborted, {},
            "std::terminate() was called without an exception: a thread that was not joined, say");
}

[[noreturn]] void on_terminate()
{
    if (can_speak())
        say_why_terminated();
    if (own.terminate_before)
        own.terminate_before();
    std::abort();
}

/// It looks its symbols up for that, which may take longer than a frame may.
void on_sanitizer_report()
{
    if (can_speak())
        told().report_tick.store(told().tick.load(std::memory_order_relaxed), std::memory_order_relaxed);
}

void on_sanitizer_death()
{
    if (!can_speak())
        return;
    be_first_or_wait();
    if (!has_spoken())
        say(control::cause::sanitizer, {}, "a sanitizer found an error; its report stands above");
    wait_until_dismissed();
}

} // namespace

void announce_giving_up(std::string_view reason) noexcept
{
    be_first_or_wait();
    if (!has_spoken())
        say(control::cause::aborted, {}, reason);
}

void announce_endings(control::region_data& control, int bell)
{
    own.control.store(&control, std::memory_order_release);
    own.bell = bell;
    own.terminate_before = std::set_terminate(on_terminate);
    platform::call_before_sanitizer_death(on_sanitizer_death);
    platform::handle_fatal_signals(on_signal);
    platform::call_before_sanitizer_report(on_sanitizer_report);
}

void announce_no_more_endings() noexcept
{
    // What another thread says, it says to its end.
    const std::int32_t dying = own.dying_thread.load(std::memory_order_acquire);
    if (dying != 0 && dying != platform::thread_id())
        platform::wait_forever();
    own.control.store(nullptr, std::memory_order_release);
}

} // namespace respawn::detail
