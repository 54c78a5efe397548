#pragma once

#include "shared/sounds/layout.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>

/// The control region: one for each worker process, made by the supervisor, writable by both.
namespace respawn::control {

/// What the supervisor asks of the worker with a tick.
enum class order : std::uint32_t {
    run_frame = 0, ///< run one frame: the input region says which
    leave = 1,     ///< make next_frame() return false: a newer worker has the state
    rebind = 2,    ///< the same as run_frame, after what the rebinding_message on the socket says
};

/// How the worker finished a tick.
enum class outcome : std::uint32_t {
    committed = 0,   ///< the frame's changes are the newest record of the journal ring
    dropped = 1,     ///< the frame was left by an exception; its changes are gone
    sent_object = 2, ///< the changes were too many for the ring: a memory object follows on the socket
};

/// Why a worker ends, as far as it can tell itself.
enum class cause : std::uint32_t {
    none = 0,
    signal = 1,         ///< a fault, or a signal that somebody sent
    stack_overflow = 2, ///< a fault just beyond the end of the thread's stack
    exception = 3,      ///< std::terminate() with an exception in flight; `text` is its type and what()
    out_of_memory = 4,  ///< the same with std::bad_alloc
    aborted = 5,        ///< abort(), a failed assertion, or std::terminate() without an exception
    sanitizer = 6,      ///< a sanitizer found an error and ends the process
};

/// The last words of a worker: written once, by the thread that met its end first.
struct last_words_data {
    /// A `cause`. Release by the worker after the rest is written; pairs with the supervisor's acquire.
    std::atomic<std::uint32_t> cause;
    std::int32_t signal;      ///< number; 0: no signal came
    std::int32_t signal_code; ///< si_code: what kind of fault, or that it was sent
    std::int32_t thread_id;   ///< as the system numbers threads
    std::uint64_t address;    ///< that could not be used, for a fault
    char text[488];           ///< zero-terminated
};
static_assert(sizeof(last_words_data) == 512);

/// Invariant: `tick` is written by the supervisor only, everything from `done` on by the worker only.
/// Both counters start at 0 and only grow; `done <= tick` unless the worker misbehaves.
struct region_data {
    /// Number of ticks given. Release by the supervisor after `order` and the input region are written; pairs
    /// with the worker's acquire.
    std::atomic<std::uint64_t> tick;
    std::uint32_t order; ///< an `order`; valid once `tick` grew
    /// 1: nothing more is wanted of a worker that has said its last words, it may end. Pairs with its
    /// acquire.
    std::atomic<std::uint32_t> dismissed;
    std::uint8_t padding_supervisor[48];

    /// Number of ticks finished. Release by the worker after the journal and the picture are published; pairs
    /// with the supervisor's acquire.
    std::atomic<std::uint64_t> done;
    std::uint32_t outcome; ///< an `outcome`; valid once `done` grew
    std::uint8_t padding_outcome[4];
    /// The newest tick in which a sanitizer began to write a report, after which the worker may go on or not.
    /// 0: none.
    std::atomic<std::uint64_t> report_tick;
    std::uint8_t padding_worker[40];

    last_words_data last_words;

    /// Of the frame that has finished last.
    sounds::region_data sounds;
};

static_assert(
    std::atomic<std::uint64_t>::is_always_lock_free && std::atomic<std::uint32_t>::is_always_lock_free);
static_assert(sizeof(region_data) == 2696);
static_assert(offsetof(region_data, tick) == 0);
static_assert(offsetof(region_data, order) == 8);
static_assert(offsetof(region_data, dismissed) == 12);
static_assert(offsetof(region_data, done) == 64);
static_assert(offsetof(region_data, outcome) == 72);
static_assert(offsetof(region_data, report_tick) == 80);
static_assert(offsetof(region_data, last_words) == 128);
static_assert(offsetof(region_data, sounds) == 640);

} // namespace respawn::control
