#include "rules.hpp"

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<table>("table");
    while (const auto frame = worker.next_frame()) {
        move(state, frame.canvas().size().width);
        frame.canvas().clear({0, 0, 40});
        for (const ball& each : state.balls)
            frame.canvas().fill_circle({each.x, 100}, 8, {255, 255, 255});
    }
}
