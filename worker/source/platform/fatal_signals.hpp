#pragma once

#include <cstdint>

/// The signals by which a process ends for a fault of its own. Implemented in platform/<os>/.
namespace respawn::platform {

struct fatal_signal {
    int number;
    int code;               ///< what kind of fault, or that somebody sent it
    std::uint64_t address;  ///< that could not be used
    bool is_stack_overflow; ///< the address lies just beyond the stack of the thread
};

/// Calls `handler` when this process is about to end by a signal, and then goes on to who handled the signal
/// before. The handler runs in the thread that the signal hit, with all signals blocked, on a stack of its
/// own if that is the calling thread, and may only do what is safe in a signal handler. Not called in
/// children that were forked. Call once.
void handle_fatal_signals(void (*handler)(const fatal_signal&)) noexcept;

/// Whether this process was forked by the one that called handle_fatal_signals().
[[nodiscard]] bool is_forked() noexcept;

/// The id of the calling thread, as the system numbers threads. Safe in a signal handler.
[[nodiscard]] std::int32_t thread_id() noexcept;

/// What the C library noted before it called abort(), a failed assertion say; null if nothing. Safe in a
/// signal handler.
[[nodiscard]] const char* abort_message() noexcept;

/// Waits for a moment, or until the other end of a doorbell is gone: then false. Safe in a signal handler.
[[nodiscard]] bool wait_a_moment(int bell) noexcept;

/// Does nothing for ever. Safe in a signal handler.
[[noreturn]] void wait_forever() noexcept;

} // namespace respawn::platform
