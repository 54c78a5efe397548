// Leaves main in frame 30 with exit code 3, without being asked to.
#include "counter_state.hpp"

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        if (frame.number() == 30)
            return 3;
    }
}
