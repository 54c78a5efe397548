// Never finishes frame 30, or, if its tag says so, the first that it plays.
#include "counter_state.hpp"
#include "tests/support/executable_tag.hpp"

#include <unistd.h>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    const bool at_once = respawn::test::my_tag() == "first";
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        while (at_once || frame.number() == 30)
            ::pause();
    }
}
