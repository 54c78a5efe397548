#pragma once

#include "supervisor/command/crash_choice.hpp"
#include "supervisor/session/ending.hpp"

#include <chrono>
#include <cstdint>
#include <vector>

/// What follows when the worker that has the state ends without being asked, as one total table.
namespace respawn::supervisor {

/// Where the worker stood.
enum class standing : std::uint8_t {
    first_frame, ///< the one before is parked, and its view is exact
    probation,   ///< of a new generation, and the state before the swap is kept
    established,
};

/// What an ending means for those who come after.
enum class verdict : std::uint8_t {
    crash, ///< or anything else that ends a process by its own fault
    hang,
    left,     ///< main() was left
    hopeless, ///< the next process of this image will do no better
    innocent, ///< it could not help it
};

enum class recovery : std::uint8_t {
    resume_parked, ///< the parked worker gets the next tick
    start_again,   ///< a worker of the same generation, from the last committed frame
    go_back,       ///< a worker of the generation before; on probation, from the state before the swap
    hold,          ///< window and picture stay until the next build or a key
    keep,          ///< the same, and the dead worker stays in place for a debugger
};

struct circumstances {
    standing where = standing::established;
    verdict what = verdict::crash;
    crash_choice choice = crash_choice::restart;
    bool too_often = false;     ///< see crash_history
    bool has_previous = false;  ///< an earlier generation is there to go back to
    bool has_successor = false; ///< another worker is about to take over anyway
};

[[nodiscard]] verdict verdict_on(ending_kind kind);
/// Defined for all circumstances.
[[nodiscard]] recovery recovery_from(const circumstances& now);

/// Counts crashes: three within 5 s, or two in the same frame, are too many to start again.
class crash_history {
public:
    using clock = std::chrono::steady_clock;

    /// `frame`: the one that was not finished.
    void add(std::uint64_t frame, clock::time_point when);
    [[nodiscard]] bool too_often() const { return why_too_often() != nullptr; }
    /// "twice in the same frame", or null.
    [[nodiscard]] const char* why_too_often() const;
    /// 60 s of frames make up for one crash.
    void frame_committed(clock::time_point when);
    /// Another generation has its own tries.
    void forget();

private:
    struct crash {
        std::uint64_t frame;
        clock::time_point when;
    };
    std::vector<crash> crashes_; ///< that are not made up for, oldest first; never more than it takes
    clock::time_point last_frame_{};
    clock::duration good_time_{};
};

} // namespace respawn::supervisor
