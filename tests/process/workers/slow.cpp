// Takes 50 ms for each frame: more than the clock gives it.
#include "counter_state.hpp"

#include <chrono>
#include <thread>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
}
