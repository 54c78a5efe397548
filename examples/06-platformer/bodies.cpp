#include "bodies.hpp"

#include "level.hpp"

#include <algorithm>

namespace platformer {

namespace {

/// So that a box that ends where a tile begins is not in it.
constexpr float hair = 0.001f;

bool is_earth(int column, int row)
{
    return tile_at({column, row}) == tile::earth;
}

bool has_earth_in_column(const body& moved, int column)
{
    for (int row = cell_of(moved.y); row <= cell_of(moved.y + moved.height - hair); ++row)
        if (is_earth(column, row))
            return true;
    return false;
}

void move_sideways(body& moved, float distance)
{
    moved.x += distance;
    const bool right = distance > 0;
    const int column = cell_of(right ? moved.x + moved.width - hair : moved.x);
    moved.at_wall = distance != 0 && has_earth_in_column(moved, column);
    if (!moved.at_wall)
        return;
    moved.x = right ? edge_of(column) - moved.width : edge_of(column + 1);
    moved.dx = 0;
}

/// Does that row hold a body whose feet were at `feet` before it fell into it?
bool holds(const body& moved, int row, float feet)
{
    for (int column = cell_of(moved.x); column <= cell_of(moved.x + moved.width - hair); ++column)
        if (is_earth(column, row) ||
            (tile_at({column, row}) == tile::platform && feet <= edge_of(row) + hair))
            return true;
    return false;
}

bool has_earth_above(const body& moved, int row)
{
    for (int column = cell_of(moved.x); column <= cell_of(moved.x + moved.width - hair); ++column)
        if (is_earth(column, row))
            return true;
    return false;
}

void fall(body& moved, float distance)
{
    const float feet = moved.y + moved.height;
    const int row = cell_of(feet + distance);
    moved.on_ground = holds(moved, row, feet);
    moved.y = moved.on_ground ? edge_of(row) - moved.height : moved.y + distance;
    if (moved.on_ground)
        moved.dy = 0;
}

void rise(body& moved, float distance)
{
    moved.y += distance;
    moved.on_ground = false;
    const int row = cell_of(moved.y);
    if (!has_earth_above(moved, row))
        return;
    moved.y = edge_of(row + 1);
    moved.dy = 0;
}

} // namespace

bool overlap(const body& a, const body& b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

void move(body& moved, float seconds)
{
    move_sideways(moved, moved.dx * seconds);
    if (moved.dy < 0)
        rise(moved, moved.dy * seconds);
    else
        fall(moved, moved.dy * seconds);
}

float approached(float value, float wanted, float most)
{
    return value + std::clamp(wanted - value, -most, most);
}

} // namespace platformer
