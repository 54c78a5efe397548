#pragma once

#include <cstddef>
#include <cstdint>

/// Where on the way of a commit a test may end the worker: between any two steps that somebody else can see.
/// Release builds have none of it.
namespace respawn {

enum class kill_point : std::uint8_t {
    hello_sent,
    welcomed,   ///< the regions are mapped
    ready_sent, ///< and the first tick is waited for
    first_tick, ///< is taken: nothing of the state has been looked at yet
    rebinding_heard, ///< what is to be changed in pointers to code and constants is known
    state_rebound,   ///< and changed, but nothing of it is committed
    taken_over,
    root_carried,   ///< to another layout; pointers to its objects still say where they were
    state_carried,  ///< all of it, old objects are freed
    migration_told, ///< and nothing of it is committed
    frame_begun,
    picture_published,
    changes_found,
    record_begun,       ///< its head is in the ring
    record_half_copied, ///< and a page
    record_copied,
    record_published,
    object_begun, ///< of a commit that does not fit the ring
    object_copied,
    object_sent,
    pages_given_back, ///< the commit is as good as done, and its tick is not finished
    outcome_written,
    tick_finished, ///< and the bell not rung
    bell_rung,
};
inline constexpr std::size_t kill_point_count =
    std::size_t{static_cast<std::uint8_t>(kill_point::bell_rung)} + 1;

inline constexpr bool has_kill_points = RESPAWN_KILL_POINTS;

/// Called at each of them by the thread that gets there; null: nothing is. Set before the worker connects.
inline void (*at_kill_point)(kill_point) = nullptr;

inline void reach([[maybe_unused]] kill_point where)
{
    if constexpr (has_kill_points)
        if (at_kill_point)
            at_kill_point(where);
}

} // namespace respawn
