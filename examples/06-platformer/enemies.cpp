#include "enemies.hpp"

#include "level.hpp"
#include "rules.hpp"

#include <cmath>

namespace platformer {

namespace {

enemy make_enemy(species kind, cell where)
{
    enemy made;
    made.kind = kind;
    made.body.x = edge_of(where.column) + 2;
    made.body.height = kind == species::walker ? 12.0f : 10.0f;
    made.body.y = edge_of(where.row + 1) - made.body.height;
    made.height = made.body.y;
    return made;
}

bool has_ground_ahead(const enemy& who)
{
    const float ahead = who.direction > 0 ? who.body.x + who.body.width : who.body.x;
    const tile below = tile_at({cell_of(ahead), cell_of(who.body.y + who.body.height + 1)});
    return below == tile::earth || below == tile::platform;
}

void walk(enemy& who, float seconds)
{
    who.body.dx = who.direction * rules::walker_speed;
    who.body.dy += rules::gravity * seconds;
    move(who.body, seconds);
    if (who.body.at_wall || (who.body.on_ground && !has_ground_ahead(who)))
        who.direction = -who.direction;
}

void fly(enemy& who, float seconds)
{
    constexpr float seconds_one_way = 2.2f;
    who.body.dx =
        std::fmod(who.age, 2 * seconds_one_way) < seconds_one_way ? -rules::flyer_speed : rules::flyer_speed;
    who.direction = who.body.dx;
    who.body.dy = 0;
    move(who.body, seconds);
    who.body.y = who.height + std::sin(who.age * rules::flyer_rate) * rules::flyer_height;
}

} // namespace

respawn::vector<enemy> enemies_of_the_map()
{
    respawn::vector<enemy> all;
    for (int column = 0; column < map_columns(); ++column)
        for (int row = 0; row < map_rows(); ++row)
            if (tile_at({column, row}) == tile::walker)
                all.push_back(make_enemy(species::walker, {column, row}));
            else if (tile_at({column, row}) == tile::flyer)
                all.push_back(make_enemy(species::flyer, {column, row}));
    return all;
}

void move_enemies(respawn::vector<enemy>& all, float seconds)
{
    for (enemy& each : all) {
        each.age += seconds;
        if (each.kind == species::walker)
            walk(each, seconds);
        else
            fly(each, seconds);
    }
}

} // namespace platformer
