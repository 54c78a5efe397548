#pragma once

#include "supervisor/postmortem/stack.hpp"
#include "supervisor/postmortem/stopped_process.hpp"

#include <chrono>

namespace respawn::postmortem {

struct unwinding_wish {
    int thread_id = 0;    ///< that met its end first; 0: not known
    bool is_hang = false; ///< nobody met an end: the main thread is what matters, signal handlers and all
    std::chrono::steady_clock::time_point deadline; ///< what is not found by then is left out
};

/// Finds out where all threads of a process stand, with the debug information of its images. Reads what may
/// be broken or hostile: only for a process that may be lost. Implemented in linux/.
[[nodiscard]] findings unwind(const stopped_process& process, const unwinding_wish& wish);

} // namespace respawn::postmortem
