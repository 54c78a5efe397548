#include "board.hpp"

#include <algorithm>

namespace tetris {

namespace {

const piece& at(const board& cells, int x, int y)
{
    return cells[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
}

bool is_in(row_set set, int row)
{
    return ((set >> row) & 1u) != 0;
}

} // namespace

shape cells_of(const placed_piece& placed)
{
    shape cells = cells_of(placed.kind, placed.facing);
    for (offset& cell : cells) {
        cell.x = static_cast<std::int8_t>(cell.x + placed.x);
        cell.y = static_cast<std::int8_t>(cell.y + placed.y);
    }
    return cells;
}

placed_piece moved(placed_piece placed, int x, int y)
{
    placed.x = static_cast<std::int8_t>(placed.x + x);
    placed.y = static_cast<std::int8_t>(placed.y + y);
    return placed;
}

placed_piece entry_of(piece kind)
{
    const int x = (columns - box_size(kind)) / 2;
    int lowest = box_size(kind);
    for (const offset cell : cells_of(kind, orientation::up))
        lowest = std::min<int>(lowest, cell.y);
    return moved({kind, orientation::up, 0, 0}, x, visible_rows - lowest);
}

bool is_taken(const board& cells, int x, int y)
{
    if (x < 0 || x >= columns || y < 0 || y >= rows)
        return true;
    return at(cells, x, y) != piece::none;
}

bool fits(const board& cells, const placed_piece& placed)
{
    const shape taken = cells_of(placed);
    return std::none_of(
        taken.begin(), taken.end(), [&](offset cell) { return is_taken(cells, cell.x, cell.y); });
}

placed_piece dropped(const board& cells, placed_piece placed)
{
    while (fits(cells, moved(placed, 0, -1)))
        placed = moved(placed, 0, -1);
    return placed;
}

void place(board& cells, const placed_piece& placed)
{
    for (const offset cell : cells_of(placed))
        cells[static_cast<std::size_t>(cell.y)][static_cast<std::size_t>(cell.x)] = placed.kind;
}

row_set full_rows(const board& cells)
{
    row_set full = 0;
    for (int y = 0; y < rows; ++y) {
        const auto& row = cells[static_cast<std::size_t>(y)];
        if (std::count(row.begin(), row.end(), piece::none) == 0)
            full |= row_set{1} << y;
    }
    return full;
}

void remove_rows(board& cells, row_set removed)
{
    std::size_t to = 0;
    for (int y = 0; y < rows; ++y)
        if (!is_in(removed, y))
            cells[to++] = cells[static_cast<std::size_t>(y)];
    std::fill(cells.begin() + static_cast<std::ptrdiff_t>(to), cells.end(), board::value_type{});
}

bool is_empty(const board& cells)
{
    return cells == board{};
}

} // namespace tetris
