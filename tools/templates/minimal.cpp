#include <respawn/worker.hpp>

#include <algorithm>
#include <cmath>

// All that is to live on when the code changes. Fields may be added, removed and moved at any time.
struct game {
    float x = 0;       // pixels
    float speed = 240; // pixels a second
};

void update(game& state, float seconds, float width)
{
    state.x += state.speed * seconds;
    if (state.x < 0 || state.x > width)
        state.speed = std::copysign(state.speed, width / 2 - state.x);
    state.x = std::clamp(state.x, 0.0f, width);
}

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<game>("game"); // what the code before left
    while (const auto frame = worker.next_frame()) {
        auto& canvas = frame.canvas();
        const auto [width, height] = canvas.size();
        update(state, frame.dt(), width);
        canvas.clear({20, 24, 40});
        canvas.fill_circle({state.x, height / 2}, 30, {250, 200, 60});
    }
}
