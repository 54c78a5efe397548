// Plays on for ever, while a thread of its own prints as fast as it can.
#include "counter_state.hpp"

#include <cstdio>
#include <string>
#include <thread>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    std::thread{[] {
        const std::string words(79, 'x');
        for (;;)
            std::puts(words.c_str());
    }}.detach();
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame())
        state.numbers.push_back(frame.number());
}
