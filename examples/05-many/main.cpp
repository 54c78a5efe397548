/// A hundred thousand things in the state, all of them moved and drawn in each frame.

#include "stopwatch.hpp"
#include "swarm.hpp"

#include <respawn/worker.hpp>

#include <cstdio>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    many::swarm_painter painter;
    auto& swarm = worker.state<many::swarm>("swarm");
    many::stopwatch moving, drawing; // no part of the state: each build has its own
    while (auto frame = worker.next_frame()) {
        moving.time([&] { many::step(swarm, frame.input(), frame.dt()); });
        drawing.time([&] { painter.draw(frame.canvas(), swarm); });
    }
    std::printf(
        "%d frames, on average %.2f ms to move and %.2f ms to draw\n", moving.count(), moving.mean_ms(),
        drawing.mean_ms());
}
