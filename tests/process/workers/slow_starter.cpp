// Takes its time before it takes the state over: until the file "go" is there.
#include "counter_state.hpp"

#include <chrono>
#include <filesystem>
#include <thread>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    while (!std::filesystem::exists("go"))
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame())
        state.numbers.push_back(frame.number());
}
