#pragma once

#include "supervisor/session/worker_launch.hpp"

#include <chrono>

/// How long a worker may take for what it is to do.
namespace respawn::supervisor {

/// Its warm-up is the game's own code, and may take as long as it likes: this is only told.
inline constexpr std::chrono::milliseconds warm_up_patience{10'000};
/// For the end of a wrapper whose game has ended.
inline constexpr std::chrono::milliseconds wrapper_end_patience{500};
inline constexpr std::chrono::milliseconds terminate_patience{500};
/// For what ends a process in its own way: a sanitizer's report, a core file.
inline constexpr std::chrono::milliseconds dismissed_patience{10'000};

/// From its start to its hello.
[[nodiscard]] std::chrono::milliseconds connect_patience(origin from);
/// To leave main() and end.
[[nodiscard]] std::chrono::milliseconds leave_patience(origin from, int process_id);

} // namespace respawn::supervisor
