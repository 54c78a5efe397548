// Prints a kilobyte in every frame.
#include "counter_state.hpp"

#include <cstdio>
#include <string>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    const std::string words(1023, 'x');
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        std::puts(words.c_str());
    }
}
