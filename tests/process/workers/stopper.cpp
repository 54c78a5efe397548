// Stops itself before it connects, if the file "stop" is there.
#include "counter_state.hpp"

#include <csignal>
#include <filesystem>

int main(int argc, char** argv)
{
    if (std::filesystem::exists("stop"))
        std::raise(SIGSTOP);
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame())
        state.numbers.push_back(frame.number());
}
