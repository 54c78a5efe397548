// Fills its picture with the colour that its tag says: red or blue.
#include "counter_state.hpp"
#include "tests/support/executable_tag.hpp"

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    const bool red = respawn::test::my_tag() == "red";
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        frame.canvas().clear(red ? respawn::color{255, 0, 0} : respawn::color{0, 0, 255});
    }
}
