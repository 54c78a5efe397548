#pragma once

#include <chrono>

namespace many {

/// Adds up how long something takes.
class stopwatch {
public:
    template <class Work>
    void time(Work work)
    {
        const auto start = clock::now();
        work();
        sum_ += clock::now() - start;
        ++count_;
    }

    /// On average, in milliseconds.
    [[nodiscard]] double mean_ms() const
    {
        return count_ == 0 ? 0 : std::chrono::duration<double, std::milli>{sum_}.count() / count_;
    }
    [[nodiscard]] int count() const { return count_; }

private:
    using clock = std::chrono::steady_clock;

    clock::duration sum_{};
    int count_ = 0;
};

} // namespace many
