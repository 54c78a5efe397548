#include "layout.hpp"

#include "board.hpp"

#include <algorithm>
#include <cmath>

namespace tetris {

namespace {

using respawn::extent;
using respawn::rectangle;

// All in blocks.
constexpr float margin = 0.6f;
constexpr float gap = 0.7f;
constexpr float hold_height = 4.0f;
constexpr float next_height = 15.3f;
constexpr float side_width = 5.6f, side_numbers_height = 8.2f;
constexpr float tall_side_width = 4.6f, tall_numbers_height = 2.4f, tall_keys_height = 1.9f;

constexpr extent wide_size{columns + 2 * (side_width + gap + margin), visible_rows + 2 * margin};
constexpr extent tall_size{
    columns + gap + tall_side_width + 2 * margin,
    tall_numbers_height + gap + visible_rows + gap + tall_keys_height + 2 * margin};

float cell_for(extent picture, extent blocks)
{
    const float cell = std::floor(std::min(picture.width / blocks.width, picture.height / blocks.height));
    return std::max(cell, 1.0f);
}

/// A rectangle given in blocks from `origin`.
rectangle scaled(respawn::point origin, float cell, rectangle blocks)
{
    return {
        std::round(origin.x + blocks.x * cell), std::round(origin.y + blocks.y * cell),
        std::round(blocks.width * cell), std::round(blocks.height * cell)};
}

layout wide_layout(extent picture, float cell)
{
    const respawn::point board{
        std::round((picture.width - columns * cell) / 2),
        std::round((picture.height - visible_rows * cell) / 2)};
    constexpr float left = -gap - side_width;
    constexpr float numbers_top = hold_height + gap;
    constexpr float keys_top = numbers_top + side_numbers_height + gap;
    layout made;
    made.cell = cell;
    made.board = scaled(board, cell, {0, 0, columns, visible_rows});
    made.hold = scaled(board, cell, {left, 0, side_width, hold_height});
    made.numbers = scaled(board, cell, {left, numbers_top, side_width, side_numbers_height});
    made.keys = scaled(board, cell, {left, keys_top, side_width, visible_rows - keys_top});
    made.next = scaled(board, cell, {columns + gap, 0, side_width, next_height});
    return made;
}

layout tall_layout(extent picture, float cell)
{
    constexpr float width = tall_size.width - 2 * margin;
    constexpr float board_top = tall_numbers_height + gap;
    constexpr float side = columns + gap;
    const respawn::point corner{
        std::round((picture.width - width * cell) / 2),
        std::round((picture.height - (tall_size.height - 2 * margin) * cell) / 2)};
    layout made;
    made.cell = cell;
    made.is_portrait = true;
    made.numbers = scaled(corner, cell, {0, 0, width, tall_numbers_height});
    made.board = scaled(corner, cell, {0, board_top, columns, visible_rows});
    made.hold = scaled(corner, cell, {side, board_top, tall_side_width, hold_height});
    made.next = scaled(corner, cell, {side, board_top + hold_height + gap, tall_side_width, next_height});
    made.keys = scaled(corner, cell, {0, board_top + visible_rows + gap, width, tall_keys_height});
    return made;
}

} // namespace

layout layout_for(extent picture)
{
    const float wide_cell = cell_for(picture, wide_size);
    const float tall_cell = cell_for(picture, tall_size);
    return tall_cell > wide_cell ? tall_layout(picture, tall_cell) : wide_layout(picture, wide_cell);
}

} // namespace tetris
