#pragma once

#include "tests/process/workers/counter_state.hpp"

/// Workers that come to a bad end, one a file. Each counts frames like the counter, until it does its worst.
namespace zoo {

constexpr std::uint64_t last_frame = 29;

/// Plays, and does `its_worst` in the middle of the frame after the last good one.
template <class Function>
int play(int argc, char** argv, Function its_worst)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        if (frame.number() == last_frame + 1)
            its_worst();
    }
    return 0;
}

} // namespace zoo
