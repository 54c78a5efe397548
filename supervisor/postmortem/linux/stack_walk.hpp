#pragma once

#include <elfutils/libdwfl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

/// From a thread that stands still to the addresses of its calls.
namespace respawn::postmortem {

struct end_images {
    void operator()(Dwfl* images) const { dwfl_end(images); }
};
using images_pointer = std::unique_ptr<Dwfl, end_images>;

/// The images that a process has mapped; null if they can't be read: dwfl_errmsg() tells why.
[[nodiscard]] images_pointer read_images(int process_id);

struct code_position {
    Dwarf_Addr address = 0;       ///< inside the instruction that runs, or that called
    bool is_activation = false;   ///< runs, or was interrupted by a signal; else it called
    Dwarf_Addr stack_pointer = 0; ///< 0: not known
};

struct stack_walk {
    std::vector<code_position> positions; ///< innermost first
    bool has_more = false;                ///< it was cut by one of the limits
};

struct walk_limits {
    std::size_t frames;
    std::chrono::steady_clock::time_point deadline;
};

/// `images` must be attached to threads.
[[nodiscard]] stack_walk walk(Dwfl* images, int thread_id, const walk_limits& limits);

/// Whether a handler returns to this place, for the system to go on where the signal came.
[[nodiscard]] bool is_signal_return(int process_id, const code_position& place);

/// The walk of a thread that called what is no code, through a null pointer say. The usual one ends there,
/// because no debug information describes such a place; this one goes on from the return address that the
/// call has left on the stack. Nothing if that is not known for this processor, or not to be found.
///
/// `signal_frame`: where the signal handler returns to.
[[nodiscard]] stack_walk walk_from_lost_call(
    int process_id, int thread_id, const code_position& signal_frame, const walk_limits& limits);

} // namespace respawn::postmortem
