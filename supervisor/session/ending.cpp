#include "supervisor/session/ending.hpp"

#include "shared/protocol/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>

namespace respawn::supervisor {

namespace {

std::string signal_name(int signal)
{
    const char* name = ::sigabbrev_np(signal);
    return name ? fmt::format("SIG{}", name) : fmt::format("signal {}", signal);
}

bool is_fault(const ending& how)
{
    return how.signal_code > 0 && (how.signal == SIGSEGV || how.signal == SIGBUS);
}

std::string reason_of_fault(const ending& how)
{
    if (how.signal == SIGBUS)
        return "the file or memory behind it ends before";
    switch (how.signal_code) {
    case SEGV_MAPERR:
        return how.address < 65536 ? "a null pointer" : "nothing is there";
    case SEGV_ACCERR:
        return "that memory may not be used so";
    default:
        return "it can't be used";
    }
}

std::string words_for_signal(const ending& how)
{
    const auto name = signal_name(how.signal);
    // The processor does not say which address it was.
    if (is_fault(how) && how.signal_code == SI_KERNEL)
        return fmt::format("died of {} (an address that no memory can have)", name);
    if (is_fault(how))
        return fmt::format("died of {} at address {:#x} ({})", name, how.address, reason_of_fault(how));
    if (how.signal == SIGFPE && how.signal_code == FPE_INTDIV)
        return fmt::format("died of {} (an integer was divided by zero)", name);
    const char* meaning = ::sigdescr_np(how.signal);
    return meaning ? fmt::format("died of {} ({})", name, meaning) : fmt::format("died of {}", name);
}

std::string with_text(std::string what, const std::string& text)
{
    return text.empty() ? what : std::move(what) + ": " + text;
}

std::optional<ending_kind> kind_of(std::uint32_t cause)
{
    switch (static_cast<control::cause>(cause)) {
    case control::cause::none:
        return std::nullopt;
    case control::cause::stack_overflow:
        return ending_kind::stack_overflow;
    case control::cause::exception:
        return ending_kind::exception;
    case control::cause::out_of_memory:
        return ending_kind::out_of_memory;
    case control::cause::aborted:
        return ending_kind::aborted;
    case control::cause::sanitizer:
        return ending_kind::sanitizer;
    case control::cause::signal:
        return ending_kind::signal;
    }
    return ending_kind::broke_protocol;
}

/// Whether a worker's handler can have written it.
bool is_credible(const ending& how)
{
    const int least = how.kind == ending_kind::signal ? 1 : 0;
    return how.kind != ending_kind::broke_protocol && how.signal >= least && how.signal <= SIGRTMAX;
}

/// Without the line breaks that an assertion's message ends with.
std::string text_of(const char (&bytes)[sizeof control::last_words_data::text])
{
    std::string text{bytes, ::strnlen(bytes, sizeof bytes)};
    text.erase(text.find_last_not_of(" \n") + 1);
    return text;
}

} // namespace

std::optional<ending> read_last_words(const control::last_words_data& words, bool had_debugger)
{
    // Pairs with the worker's release after it wrote the rest.
    const auto kind = kind_of(words.cause.load(std::memory_order_acquire));
    if (!kind)
        return std::nullopt;
    ending how{*kind};
    how.signal = words.signal;
    how.signal_code = words.signal_code;
    how.address = words.address;
    how.thread_id = words.thread_id;
    if (!is_credible(how))
        return ending{
            .kind = ending_kind::broke_protocol,
            .text = "it wrote over the memory that it shares with respawn: a stray write of the game"};
    how.text = text_of(words.text);
    if (how.kind == ending_kind::signal && how.signal == SIGTRAP && had_debugger)
        how.kind = ending_kind::lost_debugger;
    return how;
}

ending end_of(const silent_end& seen)
{
    ending how;
    how.kind = seen.status.signaled ? ending_kind::signal : ending_kind::left_main;
    (seen.status.signaled ? how.signal : how.exit_code) = seen.status.code;
    if (how.kind == ending_kind::left_main && how.exit_code == protocol::refused_exit_code) {
        how.kind = ending_kind::refused;
    } else if (!seen.connected) {
        how.text =
            words(how) + " before it connected; a worker makes a respawn::worker at the start of main()";
        how.kind = ending_kind::never_connected;
    } else if (how.signal == SIGTRAP && seen.had_debugger) {
        how.kind = ending_kind::lost_debugger;
    } else if (how.signal == SIGSEGV) {
        how.text = "it could not say more, as when a thread other than the main one overflows its stack, or "
                   "the game "
                   "handles the signal itself";
    } else if (how.signal == SIGKILL && seen.killed_for_memory) {
        how.kind = ending_kind::out_of_memory;
        how.text = "the system killed it for want of memory";
    }
    return how;
}

std::string words(const ending& how)
{
    switch (how.kind) {
    case ending_kind::left_main:
        return fmt::format("exited with code {}", how.exit_code);
    case ending_kind::refused:
        return how.text.empty()
                   ? fmt::format("exited with code {}, which asks not to be started again", how.exit_code)
                   : how.text;
    case ending_kind::signal:
        return with_text(words_for_signal(how), how.text);
    case ending_kind::stack_overflow:
        return "overflowed its stack (endless recursion, or very large local variables)";
    case ending_kind::exception:
        return with_text("threw what nobody caught", how.text);
    case ending_kind::out_of_memory:
        return with_text("ran out of memory", how.text);
    case ending_kind::aborted:
        return with_text("aborted", how.text);
    case ending_kind::sanitizer:
        return how.text.empty() ? "was ended by a sanitizer" : how.text;
    case ending_kind::never_connected:
    case ending_kind::hang:
        return how.text;
    case ending_kind::broke_protocol:
        return with_text("broke the protocol", how.text);
    case ending_kind::lost_debugger:
        return "lost its debugger, which left breakpoints in its code";
    case ending_kind::in_wrapper:
        return "ended; only its wrapper, which runs on, knows how";
    case ending_kind::by_hand:
        return "ended; it was started by hand";
    }
    return "ended";
}

std::string_view name_of(ending_kind kind)
{
    constexpr std::array<std::string_view, 14> names{
        "left_main",      "refused",       "never_connected", "signal",    "stack_overflow",
        "exception",      "out_of_memory", "aborted",         "sanitizer", "hang",
        "broke_protocol", "lost_debugger", "in_wrapper",      "by_hand"};
    return names[static_cast<std::size_t>(kind)];
}

} // namespace respawn::supervisor
