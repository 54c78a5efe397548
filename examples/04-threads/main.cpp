/// Ripples on a pond, by threads of the game's own.

#include "crew.hpp"
#include "pond.hpp"

#include <respawn/worker.hpp>

#include <algorithm>
#include <thread>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    ripples::crew hands{std::clamp(std::thread::hardware_concurrency(), 1u, 8u)};
    auto& pond = worker.state<ripples::pond>("pond");
    while (auto frame = worker.next_frame()) {
        ripples::step(pond, hands, frame.input());
        ripples::draw(frame.pixels(), hands, pond);
    }
}
