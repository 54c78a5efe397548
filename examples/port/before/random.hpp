#pragma once

#include <random>

namespace delve {

/// A number from `low` to `high`, both included.
inline int roll(std::mt19937& random, int low, int high)
{
    return std::uniform_int_distribution<int>{low, high}(random);
}

/// True once in so many times.
inline bool one_in(std::mt19937& random, int times)
{
    return roll(random, 1, times) == 1;
}

} // namespace delve
