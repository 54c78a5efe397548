#include "board_view.hpp"

#include "paint.hpp"
#include "theme.hpp"

#include <algorithm>
#include <cmath>

namespace tetris {

namespace {

using respawn::canvas;
using respawn::color;
using respawn::rectangle;

constexpr float flash_seconds = 0.18f;
constexpr float bump_seconds = 0.09f;

float seconds(std::int64_t ns)
{
    return static_cast<float>(ns) * 1e-9f;
}

/// A place on the board in pixels; the cell's lower left corner is the upper left one of the cell below.
rectangle area_of(const layout& at, int column, int row)
{
    return {
        at.board.x + static_cast<float>(column) * at.cell,
        at.board.y + static_cast<float>(visible_rows - 1 - row) * at.cell, at.cell, at.cell};
}

void draw_well(canvas& canvas, const layout& at)
{
    const rectangle& well = at.board;
    const float border = std::max(std::round(at.cell / 14), 1.0f);
    canvas.fill_rectangle(
        {well.x - border, well.y - border, well.width + 2 * border, well.height + 2 * border}, theme::frame);
    canvas.fill_rectangle(well, theme::well);
    for (int column = 1; column < columns; ++column)
        canvas.fill_rectangle(
            {well.x + static_cast<float>(column) * at.cell, well.y, 1, well.height}, theme::grid);
    for (int row = 1; row < visible_rows; ++row)
        canvas.fill_rectangle(
            {well.x, well.y + static_cast<float>(row) * at.cell, well.width, 1}, theme::grid);
}

/// A full row goes from its middle to the walls.
void draw_clearing_cell(canvas& canvas, const layout& at, int column, int row, color fill, float progress)
{
    const float from_middle = std::abs(static_cast<float>(column) - (columns - 1) / 2.0f) / (columns / 2.0f);
    const float left = std::clamp(1 - (progress - 0.15f - from_middle * 0.4f) / 0.4f, 0.0f, 1.0f);
    const rectangle cell = area_of(at, column, row);
    const float inset = std::round(cell.width * (1 - left) / 2);
    const rectangle area{cell.x + inset, cell.y + inset, cell.width - 2 * inset, cell.height - 2 * inset};
    if (area.width > 0)
        canvas.fill_rectangle(area, mixed(fill, {255, 255, 255}, std::min(progress * 4, 0.75f)));
}

void draw_cells(canvas& canvas, const layout& at, const game& state)
{
    const float progress = clear_progress(state);
    for (int row = 0; row < visible_rows; ++row) {
        const bool is_clearing = ((state.clearing_rows >> row) & 1u) != 0;
        for (int column = 0; column < columns; ++column) {
            const piece kind = state.cells[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
            if (kind == piece::none)
                continue;
            if (is_clearing)
                draw_clearing_cell(canvas, at, column, row, color_of(kind), progress);
            else
                paint_block(canvas, area_of(at, column, row), color_of(kind));
        }
    }
}

void draw_falling(canvas& canvas, const layout& at, const game& state)
{
    if (state.phase != phase::falling && state.phase != phase::over)
        return;
    const color fill = color_of(state.falling.kind);
    if (state.phase == phase::falling)
        for (const offset cell : cells_of(dropped(state.cells, state.falling)))
            paint_ghost(canvas, area_of(at, cell.x, cell.y), fill);
    const color resting = mixed(fill, theme::well, lock_progress(state) * 0.4f);
    for (const offset cell : cells_of(state.falling))
        paint_block(canvas, area_of(at, cell.x, cell.y), resting);
}

/// Light along the way of a hard drop, fading upwards.
void draw_trail(canvas& canvas, const layout& at, const effects& shown, offset cell, float strength)
{
    constexpr int steps = 8;
    const rectangle landed = area_of(at, cell.x, cell.y);
    const float length = static_cast<float>(shown.flash_drop_rows) * at.cell / steps;
    const color fill = color_of(shown.flash.kind);
    for (int step = 0; step < steps; ++step) {
        const float y = landed.y - static_cast<float>(step + 1) * length;
        const float fade = static_cast<float>(steps - step) / steps;
        canvas.fill_rectangle({landed.x, y, at.cell, length}, with_alpha(fill, 0.22f * strength * fade));
    }
}

void draw_flash(canvas& canvas, const layout& at, const effects& shown)
{
    const float strength = 1 - seconds(shown.flash_ns) / flash_seconds;
    if (shown.flash.kind == piece::none || strength <= 0)
        return;
    const shape cells = cells_of(shown.flash);
    for (const offset cell : cells) {
        const offset above{cell.x, static_cast<std::int8_t>(cell.y + 1)};
        if (std::find(cells.begin(), cells.end(), above) == cells.end())
            draw_trail(canvas, at, shown, cell, strength);
        canvas.fill_rectangle(
            area_of(at, cell.x, cell.y), {255, 255, 255, static_cast<std::uint8_t>(120 * strength)});
    }
}

void draw_sparks(canvas& canvas, const layout& at, const effects& shown)
{
    const float pixels_per_unit = at.cell / spark_units;
    const float floor = at.board.y + at.board.height;
    for (const spark& each : shown.sparks) {
        const float left = 1 - static_cast<float>(each.age_us) / static_cast<float>(each.life_us);
        const float size = std::max(at.cell * 0.24f * left, 1.0f);
        const float x = at.board.x + static_cast<float>(each.x) * pixels_per_unit;
        const float y = floor - static_cast<float>(each.y) * pixels_per_unit;
        const color fill = mixed(color_of(each.kind), {255, 255, 255}, left * 0.5f);
        canvas.fill_rectangle({x - size / 2, y - size / 2, size, size}, with_alpha(fill, left));
    }
}

/// A hard drop pushes the board down a little.
float bump_of(const layout& at, const effects& shown)
{
    const float left = 1 - seconds(shown.flash_ns) / bump_seconds;
    return shown.flash_drop_rows > 0 && left > 0 ? std::round(at.cell * 0.14f * left) : 0.0f;
}

} // namespace

void draw_board(canvas& canvas, const layout& at, const game& state, const effects& shown)
{
    canvas.push_transform({0, bump_of(at, shown)});
    draw_well(canvas, at);
    canvas.push_clip(at.board);
    draw_cells(canvas, at, state);
    draw_flash(canvas, at, shown);
    draw_falling(canvas, at, state);
    canvas.pop_clip();
    draw_sparks(canvas, at, shown);
    canvas.pop_transform();
}

} // namespace tetris
