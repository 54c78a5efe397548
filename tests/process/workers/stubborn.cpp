// Does not leave when it is asked to, and for SIGTERM it only makes the file "terminated".
#include "counter_state.hpp"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

int main(int argc, char** argv)
{
    std::signal(SIGTERM, [](int) { ::close(::creat("terminated", 0600)); });
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    while (const auto frame = worker.next_frame())
        state.numbers.push_back(frame.number());
    for (;;)
        ::pause();
}
