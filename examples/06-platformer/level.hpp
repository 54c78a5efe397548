#pragma once

/// The map, which is code: an edit of it is in the running game at once.

#include <compare>
#include <cstdint>

namespace platformer {

inline constexpr int tile_size = 16; ///< Pixels.

/// What a letter of the map means.
enum class tile : char {
    air = ' ',
    earth = '#',
    platform = '=', ///< Holds from above only.
    spikes = '^',
    coin = 'o',
    checkpoint = 'C',
    goal = 'G',
    start = 'S',
    walker = 'w',
    flyer = 'f',
};

/// A place in the map. Rows count from the top.
struct cell {
    std::int32_t column = 0, row = 0;
    friend auto operator<=>(const cell&, const cell&) = default;
};

[[nodiscard]] int map_columns();
[[nodiscard]] int map_rows();

/// Earth beside the map, air above and below it.
[[nodiscard]] tile tile_at(cell where);

/// The column or row in which a coordinate lies.
[[nodiscard]] int cell_of(float coordinate);
/// The left or upper end of a column or row.
[[nodiscard]] float edge_of(int cell);

/// The first cell, column by column, that has such a tile. There must be one.
[[nodiscard]] cell find_tile(tile wanted);

} // namespace platformer
