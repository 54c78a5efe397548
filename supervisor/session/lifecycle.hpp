#pragma once

#include <cstdint>

/// The life of a worker, as one total table. See docs/architecture.md for the same as a picture.
namespace respawn::supervisor {

enum class worker_state : std::uint8_t {
    starting,    ///< spawned, has not connected yet
    warming_up,  ///< has its regions, runs the game's code up to state()
    ready,       ///< waits in state() for its first tick
    live,        ///< gets the ticks
    parked,      ///< was live; a newer worker runs its first frame, and this one goes on if that fails
    dying,       ///< its end is known, its process is still looked at
    dismissed,   ///< may end by itself now: a sanitizer writes its report, a core file is written
    leaving,     ///< next_frame() returned false, or it can't have the state: 250 ms to leave main()
    terminating, ///< got SIGTERM, 500 ms to end
    killed,      ///< got SIGKILL
    ended,       ///< reaped
};

enum class worker_event : std::uint8_t {
    connected,     ///< its hello was understood
    became_ready,  ///< it said ready
    promoted,      ///< the next tick is for it
    parked,        ///< the next tick is for a newer one
    retired,       ///< it is not needed any more
    refused,       ///< it can't have the state
    condemned,     ///< it can't be used: broke the protocol, took too long
    met_its_end,   ///< it said its last words, or hangs
    examined,      ///< nothing more is wanted of the process that met its end
    patience_over, ///< the time that its state allows is over
    exited,        ///< its process has ended
};

/// What the supervisor does on the way. At most one thing: a state that needs two is two states.
enum class worker_action : std::uint8_t {
    none,
    welcome,      ///< hand the regions over
    offer,        ///< it can take over at the next frame boundary
    ask_to_leave, ///< a tick with order::leave, and 250 ms
    terminate,    ///< SIGTERM to its group, and 500 ms
    kill,         ///< SIGKILL to its group
    examine,      ///< its end is told, and its process looked at
    dismiss,      ///< it is told that it may end, and has 10 s
    finish,       ///< drain what it published, let it go, decide what comes next
    reject,       ///< it said something out of order: it is condemned
};

struct worker_step {
    worker_state state;
    worker_action action;
    friend bool operator==(const worker_step&, const worker_step&) = default;
};

/// The next state and what to do on the way there. Defined for every pair.
[[nodiscard]] worker_step next_step(worker_state state, worker_event event);

} // namespace respawn::supervisor
