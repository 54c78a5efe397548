#pragma once

#include "tests/bench/statistics.hpp"

#include <string>

/// What is measured. Each function takes seconds and throws std::runtime_error when it can't measure.
namespace respawn::bench {

/// `quick`: as few repetitions as show that everything works; the numbers are worth nothing.
enum class effort { full, quick };

/// What the numbers depend on. `commit`: of the source, as the caller knows it.
[[nodiscard]] json describe_environment(const std::string& commit);

/// The way of a wake-up between two processes: to the worker and back, in microseconds. It is measured with
/// nothing but the kernel's events, with the supervisor's event loop at one end, and with that loop asleep
/// for a millisecond before each.
[[nodiscard]] json measure_hop(effort how);

/// Whole frames through a supervisor that gives the next as soon as one is committed, in microseconds.
[[nodiscard]] json measure_frames(effort how);

/// What a commit costs in the worker and in the supervisor, beside a memcpy of the same bytes.
[[nodiscard]] json measure_commits(effort how);

/// What a swap costs when the executable is replaced while the game plays at 60 frames a second.
[[nodiscard]] json measure_swaps(effort how);

/// What a worker's take-over costs: of a state with the same layout, whatever its size, and of one that it
/// has to carry to its own, beside a memcpy of the same bytes.
[[nodiscard]] json measure_migrations(effort how);

/// How long it takes to tell where a worker has crashed.
[[nodiscard]] json measure_postmortems(effort how);

/// What an audit of a state with a million pointers costs.
[[nodiscard]] json measure_audits(effort how);

/// What the public headers add to the time that a file takes to compile, over the standard ones that they
/// need.
[[nodiscard]] json measure_headers(effort how);

/// From a saved source of tetris to the new program's first frame, with the build in between. Null in a build
/// with sanitizers.
[[nodiscard]] json measure_edits(effort how);

} // namespace respawn::bench
