// Has a child process that never ends, and writes its id to the file "child".
#include "counter_state.hpp"

#include <fstream>

#include <unistd.h>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    const pid_t child = ::fork();
    while (child == 0)
        ::pause();
    std::ofstream{"child"} << child;
    while (const auto frame = worker.next_frame())
        state.numbers.push_back(frame.number());
}
