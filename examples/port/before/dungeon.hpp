#pragma once

/// The map of one level: how it is dug, what is seen of it, and how far it is to places.

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace delve {

inline constexpr int map_width = 56, map_height = 36;
inline constexpr std::size_t map_cells = static_cast<std::size_t>(map_width) * map_height;

struct position {
    int x = 0, y = 0;
    friend bool operator==(const position&, const position&) = default;
};

[[nodiscard]] constexpr position operator+(position a, position b)
{
    return {a.x + b.x, a.y + b.y};
}

inline constexpr std::array<position, 4> directions{{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}};

enum class tile : std::uint8_t { rock, wall, floor, stairs };

struct cell {
    tile what = tile::rock;
    bool visible = false; ///< Now.
    bool known = false;   ///< It was visible once.
};

struct dungeon {
    std::array<cell, map_cells> cells{};
};

[[nodiscard]] constexpr bool is_inside(position at)
{
    return at.x >= 0 && at.y >= 0 && at.x < map_width && at.y < map_height;
}

[[nodiscard]] constexpr std::size_t index_of(position at)
{
    return static_cast<std::size_t>(at.y) * map_width + static_cast<std::size_t>(at.x);
}

/// Rock, for places outside of the map.
[[nodiscard]] cell cell_at(const dungeon& level, position at);
/// Can one walk there?
[[nodiscard]] bool is_open(const dungeon& level, position at);

struct room {
    int left = 0, top = 0, width = 0, height = 0;
    [[nodiscard]] position middle() const { return {left + width / 2, top + height / 2}; }
};

/// Digs a new level: rooms in a row, each joined to the one before, with the stairs in the last one.
[[nodiscard]] std::vector<room> dig(dungeon& level, std::mt19937& random);

/// What can be seen from `eye`, so many steps far, is visible from now on, and nothing else.
void look_around(dungeon& level, position eye, int radius);

/// Steps to a goal, for every cell; far_away where there is no way.
using distance_map = std::array<int, map_cells>;
inline constexpr int far_away = 1'000'000;
[[nodiscard]] distance_map distances_to(const dungeon& level, position goal);

} // namespace delve
