#pragma once

#include <chrono>
#include <cstdint>

namespace respawn::presentation {

/// Unless somebody wishes for another number.
inline constexpr unsigned usual_frames_per_second = 60;
inline constexpr unsigned most_frames_per_second = 1000;
/// Time that passed without frames is not made up for beyond this: the game would jump.
inline constexpr std::uint64_t max_ticks_a_frame = 4;

/// When frames are due: a grid of ticks that does not drift.
class frame_clock {
public:
    using time_point = std::chrono::steady_clock::time_point;

    /// `frames_per_second` 0: a frame is due whenever the one before is finished, and stands for 1/60 s.
    explicit frame_clock(unsigned frames_per_second);

    [[nodiscard]] bool paced() const { return paced_; }
    /// The time that one tick stands for.
    [[nodiscard]] std::chrono::nanoseconds period() const { return period_; }
    [[nodiscard]] time_point next() const { return next_; }
    [[nodiscard]] bool due(time_point now) const { return !paced_ || now >= next_; }

    /// Begins a new grid, whose first tick is due at once.
    void restart(time_point now) { next_ = now; }
    /// Takes the tick that is due: how many ticks have passed since the last one, at least 1.
    std::uint64_t take(time_point now);

private:
    bool paced_;
    std::chrono::nanoseconds period_;
    time_point next_{};
};

} // namespace respawn::presentation
