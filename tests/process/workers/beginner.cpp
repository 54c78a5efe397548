// Has places for breakpoints where a program begins, and in each frame. The tag of its executable is a number
// that the locals there have.
#include "counter_state.hpp"
#include "tests/support/executable_tag.hpp"

#include <cstdlib>

namespace {

int number_of_build()
{
    const int build = std::atoi(respawn::test::my_tag().c_str());
    return build * 2; // breakpoint: static initialiser
}

const int doubled = number_of_build();

void every_frame(counter& state, std::uint64_t number)
{
    const int halved = doubled / 2;
    state.numbers.push_back(number); // breakpoint: frame
    if (halved < 0)
        state.numbers.clear();
}

} // namespace

int main(int argc, char** argv)
{
    const int tripled = doubled / 2 * 3; // breakpoint: main
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame())
        every_frame(state, frame.number());
    return tripled < 0;
}
