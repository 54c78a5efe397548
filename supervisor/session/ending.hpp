#pragma once

#include "shared/control/layout.hpp"
#include "supervisor/platform/process.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How a worker ended. The first cause counts: what it said itself before the system did, and what the
/// supervisor decided before it died of that.
namespace respawn::supervisor {

enum class ending_kind : std::uint8_t {
    left_main,       ///< with an exit code
    refused,         ///< at the handshake, or by its exit code (125): it is not to be started again
    never_connected, ///< ended, or was ended, before it made a respawn::worker
    signal,          ///< a fault, or a signal that somebody sent
    stack_overflow,  ///< of the thread's stack
    exception,       ///< that nobody caught
    out_of_memory,   ///< std::bad_alloc that nobody caught, or the system ended it for want of memory
    aborted,         ///< abort(), a failed assertion
    sanitizer,       ///< found an error
    hang,            ///< it did not finish its frame in time
    broke_protocol,  ///< it said or wrote what no worker does
    lost_debugger,   ///< its debugger went away and left breakpoints in its code
    in_wrapper,      ///< with --wrap, while the wrapper runs on, which knows how
    by_hand,         ///< somebody else has started it, and knows how it ended
};

struct ending {
    ending_kind kind = ending_kind::left_main;
    int exit_code = 0;
    int signal = 0;              ///< 0: none
    int signal_code = 0;         ///< si_code; of use only together with an address
    std::uint64_t address = 0;   ///< that could not be used
    int thread_id = 0;           ///< that ended first; 0: not known
    std::string text{};          ///< what the worker, or the supervisor, says about it; may be empty
    bool is_about_state = false; ///< refused, and with another state it may be of use
};

/// What a worker wrote before its end; nothing if it wrote nothing. Any bytes may be there.
/// `had_debugger`: a debugger was seen at it, and is gone.
[[nodiscard]] std::optional<ending> read_last_words(const control::last_words_data& words, bool had_debugger);

/// The ending of a worker that said nothing. `killed_for_memory`: the system ended a process for want of
/// memory while it ran.
struct silent_end {
    platform::exit_status status;
    bool connected = false, had_debugger = false, killed_for_memory = false;
};
[[nodiscard]] ending end_of(const silent_end& seen);

/// For people, to follow "generation 3": "exited with code 3", "died of SIGSEGV at address 0x10
/// (nothing is there)".
[[nodiscard]] std::string words(const ending& how);
/// For programs: "left_main", "signal", ...
[[nodiscard]] std::string_view name_of(ending_kind kind);

} // namespace respawn::supervisor
