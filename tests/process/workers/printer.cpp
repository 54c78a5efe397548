// Prints a line to each of its outputs in every frame, with its tag and the frame's number.
#include "counter_state.hpp"
#include "tests/support/executable_tag.hpp"

#include <cstdio>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    const std::string tag = respawn::test::my_tag();
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        std::printf("out %s %llu\n", tag.c_str(), static_cast<unsigned long long>(frame.number()));
        std::fprintf(stderr, "err %s %llu\n", tag.c_str(), static_cast<unsigned long long>(frame.number()));
    }
    std::printf("left main %s\n", tag.c_str());
}
