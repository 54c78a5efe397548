#pragma once

#include "tests/bench/statistics.hpp"

#include <iterator>

namespace respawn::bench {

/// The stages of swaps, as the supervisor's `swapped` events have them.
class swap_stages {
public:
    void add(const nlohmann::json& swapped)
    {
        for (std::size_t index = 0; index != std::size(names); ++index)
            times_[index].add(swapped.at("stages_ms").at(names[index]));
    }

    /// In milliseconds.
    [[nodiscard]] json summary() const
    {
        json all;
        for (std::size_t index = 0; index != std::size(names); ++index)
            all[names[index]] = times_[index].summary();
        return all;
    }

private:
    static constexpr const char* names[] = {"stage", "spawn", "warm_up", "hand_over", "first_frame"};
    samples times_[std::size(names)];
};

} // namespace respawn::bench
