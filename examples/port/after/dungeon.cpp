#include "dungeon.hpp"

#include "random.hpp"

#include <algorithm>
#include <cstdlib>

namespace delve {

namespace {

constexpr int most_rooms = 10, digging_attempts = 120;

room random_room(std::mt19937& random)
{
    room made;
    made.width = roll(random, 4, 11);
    made.height = roll(random, 3, 7);
    made.left = roll(random, 1, map_width - made.width - 1);
    made.top = roll(random, 1, map_height - made.height - 1);
    return made;
}

/// Would there be less than two cells of rock between them?
bool crowds(const room& a, const room& b)
{
    return a.left < b.left + b.width + 2 && b.left < a.left + a.width + 2 && a.top < b.top + b.height + 2 &&
           b.top < a.top + a.height + 2;
}

void dig_cell(dungeon& level, position at)
{
    level.cells[index_of(at)].what = tile::floor;
}

void dig_room(dungeon& level, const room& dug)
{
    for (int y = dug.top; y < dug.top + dug.height; ++y)
        for (int x = dug.left; x < dug.left + dug.width; ++x)
            dig_cell(level, {x, y});
}

void dig_row(dungeon& level, int from, int to, int y)
{
    for (int x = std::min(from, to); x <= std::max(from, to); ++x)
        dig_cell(level, {x, y});
}

void dig_column(dungeon& level, int x, int from, int to)
{
    for (int y = std::min(from, to); y <= std::max(from, to); ++y)
        dig_cell(level, {x, y});
}

void dig_corridor(dungeon& level, position from, position to, bool row_first)
{
    dig_row(level, from.x, to.x, row_first ? from.y : to.y);
    dig_column(level, row_first ? to.x : from.x, from.y, to.y);
}

bool touches_floor(const dungeon& level, position at)
{
    for (int y = -1; y <= 1; ++y)
        for (int x = -1; x <= 1; ++x)
            if (is_open(level, at + position{x, y}))
                return true;
    return false;
}

void build_walls(dungeon& level)
{
    for (int y = 0; y < map_height; ++y)
        for (int x = 0; x < map_width; ++x) {
            tile& what = level.cells[index_of({x, y})].what;
            if (what == tile::rock && touches_floor(level, {x, y}))
                what = tile::wall;
        }
}

/// Looks along a line (Bresenham's) until something is in the way.
void look_along(dungeon& level, position from, position to)
{
    const int dx = std::abs(to.x - from.x), dy = std::abs(to.y - from.y);
    const position step{to.x < from.x ? -1 : 1, to.y < from.y ? -1 : 1};
    int error = dx - dy;
    for (position at = from; is_inside(at);) {
        cell& seen = level.cells[index_of(at)];
        seen.visible = seen.known = true;
        if (at == to || !is_open(level, at))
            return;
        const int doubled = 2 * error;
        if (doubled > -dy) {
            error -= dy;
            at.x += step.x;
        }
        if (doubled < dx) {
            error += dx;
            at.y += step.y;
        }
    }
}

} // namespace

cell cell_at(const dungeon& level, position at)
{
    return is_inside(at) ? level.cells[index_of(at)] : cell{};
}

bool is_open(const dungeon& level, position at)
{
    const tile what = cell_at(level, at).what;
    return what == tile::floor || what == tile::stairs;
}

std::vector<room> dig(dungeon& level, std::mt19937& random)
{
    level = {};
    std::vector<room> rooms;
    for (int i = 0; i < digging_attempts && rooms.size() < most_rooms; ++i) {
        const room next = random_room(random);
        const auto is_near = [&](const room& other) { return crowds(next, other); };
        if (std::any_of(rooms.begin(), rooms.end(), is_near))
            continue;
        dig_room(level, next);
        if (!rooms.empty())
            dig_corridor(level, rooms.back().middle(), next.middle(), one_in(random, 2));
        rooms.push_back(next);
    }
    build_walls(level);
    level.cells[index_of(rooms.back().middle())].what = tile::stairs;
    return rooms;
}

void look_around(dungeon& level, position eye, int radius)
{
    for (cell& each : level.cells)
        each.visible = false;
    for (int i = -radius; i <= radius; ++i) {
        look_along(level, eye, eye + position{i, -radius});
        look_along(level, eye, eye + position{i, radius});
        look_along(level, eye, eye + position{-radius, i});
        look_along(level, eye, eye + position{radius, i});
    }
}

distance_map distances_to(const dungeon& level, position goal)
{
    distance_map distances;
    distances.fill(far_away);
    distances[index_of(goal)] = 0;
    std::vector<position> edge{goal};
    for (std::size_t i = 0; i < edge.size(); ++i) {
        const position at = edge[i];
        for (const position way : directions) {
            const position next = at + way;
            if (!is_open(level, next) || distances[index_of(next)] != far_away)
                continue;
            distances[index_of(next)] = distances[index_of(at)] + 1;
            edge.push_back(next);
        }
    }
    return distances;
}

} // namespace delve
