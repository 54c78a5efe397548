// Plays on for ever: writes the number of each frame into the state.
#include "counter_state.hpp"

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame())
        state.numbers.push_back(frame.number());
}
