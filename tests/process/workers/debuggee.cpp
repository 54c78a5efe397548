// Counts frames, and calls every_frame() in each: a place for a breakpoint.
#include "counter_state.hpp"

extern "C" __attribute__((noinline)) void every_frame(counter& state, std::uint64_t number)
{
    state.numbers.push_back(number);
}

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame())
        every_frame(state, frame.number());
}
