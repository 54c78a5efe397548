#pragma once

#include <chrono>
#include <optional>

namespace respawn::supervisor {

/// When frames were committed, as far as time without them is a delay that somebody notices.
class commit_times {
public:
    using clock = std::chrono::steady_clock;

    void frame_committed() { last_ = clock::now(); }
    [[nodiscard]] clock::time_point last() const { return last_; }

    /// Nobody plays: how long the next build takes, or a key, is nobody's delay.
    void begin_wait() { last_ = {}; }
    /// Whether time without frames is a delay: not while the next build, or a key, is waited for.
    [[nodiscard]] bool is_playing() const { return last_ != clock::time_point{}; }
    /// Frames begin again after the user held them: the picture did not stand still because of a swap.
    void begin_anew()
    {
        if (is_playing())
            last_ = clock::now();
    }

    void begin_swap() { before_swap_ = last_; }
    /// Between the commits before and after it; nothing: nobody had played.
    [[nodiscard]] std::optional<clock::duration> gap_of_swap() const
    {
        if (before_swap_ == clock::time_point{})
            return std::nullopt;
        return last_ - before_swap_;
    }

private:
    clock::time_point last_{}, before_swap_{}; ///< the epoch: none
};

} // namespace respawn::supervisor
