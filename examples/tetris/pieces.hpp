#pragma once

/// The seven pieces and how they turn: the Super Rotation System. Rows count upwards.

#include <array>
#include <cstddef>
#include <cstdint>

namespace tetris {

enum class piece : std::uint8_t { none, i, o, t, s, z, j, l };
inline constexpr int piece_count = 7;

enum class orientation : std::uint8_t { up, right, down, left };

enum class turn : std::uint8_t { clockwise, counterclockwise };

constexpr orientation turned(orientation from, turn way)
{
    const int steps = way == turn::clockwise ? 1 : 3;
    return static_cast<orientation>((static_cast<int>(from) + steps) % 4);
}

/// A cell, or a distance in cells.
struct offset {
    std::int8_t x = 0, y = 0;
    friend constexpr bool operator==(const offset&, const offset&) = default;
};

using shape = std::array<offset, 4>;

/// Side of the square that a piece turns in.
constexpr int box_size(piece kind)
{
    return kind == piece::i ? 4 : kind == piece::o ? 2 : 3;
}

namespace detail {

/// Cells from the lower left corner of the box, in the order of enum piece.
inline constexpr std::array<shape, piece_count + 1> upright_shapes{{
    {},
    {{{0, 2}, {1, 2}, {2, 2}, {3, 2}}},
    {{{0, 0}, {1, 0}, {0, 1}, {1, 1}}},
    {{{1, 2}, {0, 1}, {1, 1}, {2, 1}}},
    {{{1, 2}, {2, 2}, {0, 1}, {1, 1}}},
    {{{0, 2}, {1, 2}, {1, 1}, {2, 1}}},
    {{{0, 2}, {0, 1}, {1, 1}, {2, 1}}},
    {{{2, 2}, {0, 1}, {1, 1}, {2, 1}}},
}};

} // namespace detail

/// Cells of a piece from the lower left corner of its box.
constexpr shape cells_of(piece kind, orientation facing)
{
    shape cells = detail::upright_shapes[static_cast<std::size_t>(kind)];
    const int last = box_size(kind) - 1;
    for (int turns = 0; turns < static_cast<int>(facing); ++turns)
        for (offset& cell : cells)
            cell = {cell.y, static_cast<std::int8_t>(last - cell.x)};
    return cells;
}

/// Moves to try, in this order, until the turned piece fits.
using kick_list = std::array<offset, 5>;

namespace detail {

/// By the orientation that is left: the kicks of a clockwise turn, then those of a counterclockwise one.
using kick_table = std::array<std::array<kick_list, 2>, 4>;

inline constexpr kick_table kicks_of_jlstz{{
    {{{{{0, 0}, {-1, 0}, {-1, 1}, {0, -2}, {-1, -2}}}, {{{0, 0}, {1, 0}, {1, 1}, {0, -2}, {1, -2}}}}},
    {{{{{0, 0}, {1, 0}, {1, -1}, {0, 2}, {1, 2}}}, {{{0, 0}, {1, 0}, {1, -1}, {0, 2}, {1, 2}}}}},
    {{{{{0, 0}, {1, 0}, {1, 1}, {0, -2}, {1, -2}}}, {{{0, 0}, {-1, 0}, {-1, 1}, {0, -2}, {-1, -2}}}}},
    {{{{{0, 0}, {-1, 0}, {-1, -1}, {0, 2}, {-1, 2}}}, {{{0, 0}, {-1, 0}, {-1, -1}, {0, 2}, {-1, 2}}}}},
}};

inline constexpr kick_table kicks_of_i{{
    {{{{{0, 0}, {-2, 0}, {1, 0}, {-2, -1}, {1, 2}}}, {{{0, 0}, {-1, 0}, {2, 0}, {-1, 2}, {2, -1}}}}},
    {{{{{0, 0}, {-1, 0}, {2, 0}, {-1, 2}, {2, -1}}}, {{{0, 0}, {2, 0}, {-1, 0}, {2, 1}, {-1, -2}}}}},
    {{{{{0, 0}, {2, 0}, {-1, 0}, {2, 1}, {-1, -2}}}, {{{0, 0}, {1, 0}, {-2, 0}, {1, -2}, {-2, 1}}}}},
    {{{{{0, 0}, {1, 0}, {-2, 0}, {1, -2}, {-2, 1}}}, {{{0, 0}, {-2, 0}, {1, 0}, {-2, -1}, {1, 2}}}}},
}};

} // namespace detail

constexpr const kick_list& kicks_of(piece kind, orientation from, turn way)
{
    const auto& table = kind == piece::i ? detail::kicks_of_i : detail::kicks_of_jlstz;
    return table[static_cast<std::size_t>(from)][static_cast<std::size_t>(way)];
}

} // namespace tetris
