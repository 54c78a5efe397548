// Never finishes frame 30.
#include "counter_state.hpp"

#include <unistd.h>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        while (frame.number() == 30)
            ::pause();
    }
}
