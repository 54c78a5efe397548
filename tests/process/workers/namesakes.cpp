// Asks for one root as two types: a slip of who copies a line.
#include "counter_state.hpp"

struct other {
    int points = 0;
};

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    auto& same_name = worker.state<other>("counter");
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        ++same_name.points;
    }
}
