#pragma once

#include <cstdint>

namespace tetris {

/// The next number of a splitmix64 sequence. The same state gives the same numbers on every machine.
constexpr std::uint64_t next_random(std::uint64_t& state)
{
    state += 0x9e37'79b9'7f4a'7c15u;
    std::uint64_t mixed = state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58'476d'1ce4'e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d0'49bb'1331'11ebu;
    return mixed ^ (mixed >> 31);
}

/// A number from 0 to limit - 1.
constexpr std::uint32_t random_below(std::uint64_t& state, std::uint32_t limit)
{
    return static_cast<std::uint32_t>(((next_random(state) >> 32) * limit) >> 32);
}

} // namespace tetris
