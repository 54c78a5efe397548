#include <respawn/worker.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

// Catch what falls, with the arrow keys or the mouse.

struct apple {
    respawn::point position;
    float speed = 0; // pixels a second
};

// All that is to live on when the code changes. Fields may be added, removed and moved at any time.
struct game {
    float basket = 480; // its middle, in pixels from the left
    float pause = 0;    // seconds until the next apple
    int caught = 0, missed = 0;
    respawn::vector<apple> apples;
    std::uint32_t random = 1;
};

constexpr float basket_width = 120, basket_height = 24, apple_radius = 14;
constexpr float basket_speed = 600; // pixels a second

/// From 0 to 1. In the state, so that a run with the same input is the same run.
float random(game& state)
{
    state.random = state.random * 1664525 + 1013904223;
    return static_cast<float>(state.random >> 8) / static_cast<float>(1 << 24);
}

void move_basket(game& state, const respawn::input& input, float seconds, float width)
{
    if (input.down(respawn::key::left))
        state.basket -= basket_speed * seconds;
    if (input.down(respawn::key::right))
        state.basket += basket_speed * seconds;
    for (const auto& event : input.events())
        if (event.what == respawn::input_event::kind::mouse_move)
            state.basket = event.position.x;
    state.basket = std::clamp(state.basket, basket_width / 2, width - basket_width / 2);
}

void drop_apples(game& state, float seconds, float width)
{
    state.pause -= seconds;
    if (state.pause > 0)
        return;
    state.pause = 0.4f + random(state) * 0.6f;
    const respawn::point above{random(state) * width, -apple_radius};
    state.apples.push_back({.position = above, .speed = 160 + random(state) * 160});
}

/// True when the apple has left the air, into the basket or onto the ground.
bool lands(game& state, const apple& each, respawn::extent size)
{
    if (each.position.y < size.height - basket_height)
        return false;
    const bool is_caught = std::abs(each.position.x - state.basket) < basket_width / 2;
    ++(is_caught ? state.caught : state.missed);
    return true;
}

void update(game& state, const respawn::input& input, float seconds, respawn::extent size)
{
    move_basket(state, input, seconds, size.width);
    drop_apples(state, seconds, size.width);
    for (apple& each : state.apples)
        each.position.y += each.speed * seconds;
    std::erase_if(state.apples, [&](const apple& each) { return lands(state, each, size); });
}

void draw(respawn::canvas& canvas, const game& state)
{
    const auto size = canvas.size();
    canvas.clear({24, 32, 56});
    for (const apple& each : state.apples)
        canvas.fill_circle(each.position, apple_radius, {220, 60, 60});
    canvas.fill_rectangle(
        {state.basket - basket_width / 2, size.height - basket_height, basket_width, basket_height},
        {200, 160, 90});
    canvas.text(
        {16, 12}, "caught " + std::to_string(state.caught) + ", missed " + std::to_string(state.missed),
        {.size = 24});
}

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<game>("game"); // what the code before left
    while (const auto frame = worker.next_frame()) {
        update(state, frame.input(), frame.dt(), frame.canvas().size());
        draw(frame.canvas(), state);
    }
}
