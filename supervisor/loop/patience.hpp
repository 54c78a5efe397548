#pragma once

#include <chrono>

namespace respawn::supervisor {

/// How long is waited for what gets on by itself: while it gets on, and `limit` beyond that.
class patience {
public:
    using clock = std::chrono::steady_clock;

    /// `is_interrupted`, if there is one, tells that nobody wants to wait any more: that is heard after a
    /// second.
    template <class Rep, class Period>
    patience(std::chrono::duration<Rep, Period> limit, bool (*is_interrupted)() = nullptr) :
        limit_{limit}, is_interrupted_{is_interrupted}
    {}

    void got_on() { last_ = clock::now(); }
    [[nodiscard]] bool is_over() const;

private:
    clock::duration limit_;
    bool (*is_interrupted_)();
    clock::time_point begun_ = clock::now(), last_ = begun_;
};

/// What this process has, at its end, with who takes what it printed, a disk or a reader: 10 s, until it is
/// told to end once more. Who comes after one that was waited for in vain had that time, too, and gets
/// little.
[[nodiscard]] patience patience_at_end(bool all_was_taken = true);

} // namespace respawn::supervisor
