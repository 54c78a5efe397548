// Asks for a frame inside of a frame, and leaves with code 7 if that is refused by a logic_error.
#include "counter_state.hpp"

#include <cstdio>
#include <stdexcept>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        if (frame.number() != 10)
            continue;
        try {
            const auto inner = worker.next_frame();
        } catch (const std::logic_error& error) {
            std::fprintf(stderr, "%s\n", error.what());
            return 7;
        }
    }
}
