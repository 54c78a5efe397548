// Takes the state over and never asks for a frame.
#include "zoo.hpp"

#include <unistd.h>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    [[maybe_unused]] const counter& state = worker.state<counter>("counter");
    for (;;)
        ::pause();
}
