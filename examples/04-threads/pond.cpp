#include "pond.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace ripples {

namespace {

constexpr int cell = 2; ///< Pixels of a square of water.
constexpr int drop_radius = 5;
constexpr std::int32_t drop_depth = 1200, stirring_depth = 160;
constexpr int calming = 96; ///< A wave loses 1 / calming of its height with every frame.
constexpr std::uint64_t frames_between_drops = 20;

std::size_t index_of(const pond& of, int x, int y)
{
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(of.width) + static_cast<std::size_t>(x);
}

void fit(pond& fitted, respawn::extent window)
{
    const int width = std::max(static_cast<int>(window.width) / cell, 3);
    const int height = std::max(static_cast<int>(window.height) / cell, 3);
    if (width == fitted.width && height == fitted.height)
        return;
    fitted.width = width;
    fitted.height = height;
    const std::size_t size = index_of(fitted, 0, height);
    fitted.now.assign(size, 0);
    fitted.before.assign(size, 0);
}

/// Presses a round part of the surface down.
void press(pond& into, int x, int y, std::int32_t depth)
{
    for (int dy = -drop_radius; dy <= drop_radius; ++dy)
        for (int dx = -drop_radius; dx <= drop_radius; ++dx) {
            const bool inside = dx * dx + dy * dy <= drop_radius * drop_radius && x + dx > 0 && y + dy > 0 &&
                                x + dx < into.width - 1 && y + dy < into.height - 1;
            if (inside)
                into.now[index_of(into, x + dx, y + dy)] -= depth;
        }
}

/// Somewhere else each time. Source: the golden ratio and its like, which never come back to where they were.
void let_it_rain(pond& into)
{
    if (into.frames++ % frames_between_drops != 0)
        return;
    const std::uint32_t x = ++into.drops * 3242174889u, y = into.drops * 2447445414u;
    press(
        into, static_cast<int>((x >> 16) * static_cast<std::uint32_t>(into.width) >> 16),
        static_cast<int>((y >> 16) * static_cast<std::uint32_t>(into.height) >> 16), drop_depth);
}

/// The row's new heights go where its heights of the last frame are, which nobody needs any more: other rows
/// look only at `now`. The rim stays at rest.
void move_row(pond& moved, int y)
{
    const auto width = static_cast<std::ptrdiff_t>(moved.width);
    const std::int32_t* at = moved.now.data() + index_of(moved, 0, y);
    std::int32_t* next = moved.before.data() + index_of(moved, 0, y);
    for (std::ptrdiff_t x = 1; x < width - 1; ++x) {
        const std::int32_t height = (at[x - 1] + at[x + 1] + at[x - width] + at[x + width]) / 2 - next[x];
        next[x] = height - height / calming;
    }
}

std::uint32_t shade(std::int32_t slope)
{
    const auto channel = [&](int base, int gain) {
        return static_cast<std::uint32_t>(std::clamp(base + slope * gain / 256, 0, 255));
    };
    return channel(24, 30) << 16 | channel(74, 52) << 8 | channel(122, 64);
}

void draw_row(respawn::pixels picture, const pond& shown, int y)
{
    const int row = std::clamp(y / cell, 1, shown.height - 2);
    for (int x = 0; x < picture.width; ++x) {
        const int column = std::clamp(x / cell, 1, shown.width - 2);
        const std::int32_t* at = shown.now.data() + index_of(shown, column, row);
        picture.at(x, y) = shade(at[1] - at[-1] + at[shown.width] - at[-shown.width]);
    }
}

} // namespace

void step(pond& moved, crew& hands, const respawn::input& player)
{
    fit(moved, player.window_size());
    let_it_rain(moved);
    const auto [x, y] = player.mouse();
    if (player.down(respawn::mouse_button::left))
        press(moved, static_cast<int>(x) / cell, static_cast<int>(y) / cell, stirring_depth);
    hands.parallel_for(moved.height - 2, [&](int first, int end) {
        for (int row = first; row < end; ++row)
            move_row(moved, row + 1);
    });
    std::swap(moved.now, moved.before);
}

void draw(respawn::pixels picture, crew& hands, const pond& shown)
{
    hands.parallel_for(
        picture.height,
        [&](int first, int end) {
            for (int y = first; y < end; ++y)
                draw_row(picture, shown, y);
        });
}

} // namespace ripples
