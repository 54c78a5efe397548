#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

/// The control region: one for each worker process, made by the supervisor, writable by both.
namespace respawn::control {

/// What the supervisor asks of the worker with a tick.
enum class order : std::uint32_t {
    run_frame = 0, ///< run one frame: the input region says which
    leave = 1,     ///< make next_frame() return false: a newer worker has the state
};

/// How the worker finished a tick.
enum class outcome : std::uint32_t {
    committed = 0,   ///< the frame's changes are the newest record of the journal ring
    dropped = 1,     ///< the frame was left by an exception; its changes are gone
    sent_object = 2, ///< the changes were too many for the ring: a memory object follows on the socket
};

/// Invariant: `tick` is written by the supervisor only, everything in the second line by the worker only.
/// Both counters start at 0 and only grow; `done <= tick` unless the worker misbehaves.
struct region_data {
    /// Number of ticks given. Release by the supervisor after `order` and the input region are written; pairs
    /// with the worker's acquire.
    std::atomic<std::uint64_t> tick;
    std::uint32_t order; ///< an `order`; valid once `tick` grew
    std::uint8_t padding_supervisor[52];

    /// Number of ticks finished. Release by the worker after the journal and the picture are published; pairs
    /// with the supervisor's acquire.
    std::atomic<std::uint64_t> done;
    std::uint32_t outcome; ///< an `outcome`; valid once `done` grew
    std::uint8_t padding_worker[52];
};

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);
static_assert(sizeof(region_data) == 128);
static_assert(offsetof(region_data, tick) == 0);
static_assert(offsetof(region_data, order) == 8);
static_assert(offsetof(region_data, done) == 64);
static_assert(offsetof(region_data, outcome) == 72);

} // namespace respawn::control
