#include <respawn/worker.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

// Sand that falls and heaps up. Hold a mouse button to pour it elsewhere.

// All that is to live on when the code changes. Fields may be added, removed and moved at any time.
struct game {
    int width = 0, height = 0;           // of the world, in grains
    respawn::vector<std::uint32_t> sand; // 0x00RRGGBB of each grain, row by row; 0: air
    std::uint32_t random = 1;
};

constexpr int grain_pixels = 4, pour_radius = 5, grains_at_once = 6;

/// Less than `end`. In the state, so that a run with the same input is the same run.
int random(game& state, int end)
{
    state.random = state.random * 1664525 + 1013904223;
    return static_cast<int>((state.random >> 16) % static_cast<std::uint32_t>(end));
}

std::uint32_t& at(game& state, int x, int y)
{
    return state.sand[static_cast<std::size_t>(y * state.width + x)];
}

bool is_free(game& state, int x, int y)
{
    return x >= 0 && x < state.width && y >= 0 && y < state.height && at(state, x, y) == 0;
}

/// A world for the picture; of a new size, it begins afresh.
void fit(game& state, const respawn::pixels& picture)
{
    const int width = picture.width / grain_pixels, height = picture.height / grain_pixels;
    if (width == state.width && height == state.height)
        return;
    state.width = width;
    state.height = height;
    state.sand.assign(static_cast<std::size_t>(width * height), 0);
}

std::uint32_t sand_color(game& state)
{
    const auto shade = static_cast<std::uint32_t>(random(state, 60));
    return (240 - shade) << 16 | (190 - shade) << 8 | (110 - shade);
}

void pour(game& state, int x, int y)
{
    for (int count = 0; count < grains_at_once; ++count) {
        const int grain_x = x + random(state, 2 * pour_radius + 1) - pour_radius;
        const int grain_y = y + random(state, 2 * pour_radius + 1) - pour_radius;
        if (is_free(state, grain_x, grain_y))
            at(state, grain_x, grain_y) = sand_color(state);
    }
}

/// Straight down, or else to one side.
void fall(game& state, int x, int y)
{
    const int side = random(state, 2) == 0 ? 1 : -1;
    for (const int dx : {0, side, -side})
        if (is_free(state, x + dx, y + 1)) {
            std::swap(at(state, x, y), at(state, x + dx, y + 1));
            return;
        }
}

void update(game& state, const respawn::input& input)
{
    const bool pours = input.down(respawn::mouse_button::left) || input.down(respawn::mouse_button::right);
    if (pours)
        pour(
            state, static_cast<int>(input.mouse().x) / grain_pixels,
            static_cast<int>(input.mouse().y) / grain_pixels);
    else
        pour(state, state.width / 2, pour_radius);
    for (int y = state.height - 2; y >= 0; --y)
        for (int x = 0; x < state.width; ++x)
            if (at(state, x, y) != 0)
                fall(state, x, y);
}

void draw(const respawn::pixels& picture, game& state)
{
    std::fill(picture.data.begin(), picture.data.end(), 0x101420u);
    for (int y = 0; y < state.height * grain_pixels; ++y)
        for (int x = 0; x < state.width * grain_pixels; ++x)
            if (const auto grain = at(state, x / grain_pixels, y / grain_pixels); grain != 0)
                picture.at(x, y) = grain;
}

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<game>("game"); // what the code before left
    while (const auto frame = worker.next_frame()) {
        const auto picture = frame.pixels();
        fit(state, picture);
        update(state, frame.input());
        draw(picture, state);
    }
}
