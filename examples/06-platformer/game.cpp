#include "game.hpp"

#include "camera.hpp"
#include "rules.hpp"

#include <algorithm>

namespace platformer {

namespace {

constexpr respawn::color enemy_bits{150, 110, 200}, hero_bits{240, 104, 116};

void begin_phase(game& state, phase next)
{
    state.phase = next;
    state.phase_seconds = 0;
}

void put_hero_at_checkpoint(game& state)
{
    state.hero = {};
    state.hero.body.width = 10;
    state.hero.body.x = edge_of(state.checkpoint.column) + 3;
    state.hero.body.y = edge_of(state.checkpoint.row + 1) - state.hero.body.height;
    look_at(state.camera, state.hero);
    begin_phase(state, phase::playing);
}

void begin(game& state)
{
    const float best = state.best_seconds;
    state = {};
    state.best_seconds = best;
    state.checkpoint = find_tile(tile::start);
    state.enemies = enemies_of_the_map();
    put_hero_at_checkpoint(state);
}

void die(game& state)
{
    burst(state.particles, middle_of(state.hero.body), hero_bits);
    ++state.deaths;
    begin_phase(state, phase::dying);
}

void win(game& state)
{
    celebrate(state.particles, middle_of(state.hero.body));
    state.best_seconds = state.best_seconds > 0 ? std::min(state.best_seconds, state.seconds) : state.seconds;
    begin_phase(state, phase::won);
}

void take_coin(game& state, cell where)
{
    if (state.taken.insert(where).second)
        sparkle(state.particles, {edge_of(where.column) + tile_size / 2, edge_of(where.row) + tile_size / 2});
}

/// Spikes hurt whoever comes down on them, and not who brushes past.
bool is_hurt_by_spikes(const hero& who, cell where)
{
    return who.body.dy >= 0 && who.body.y + who.body.height > edge_of(where.row) + tile_size / 2;
}

void touch(game& state, cell where)
{
    const tile what = tile_at(where);
    if (what == tile::coin)
        take_coin(state, where);
    else if (what == tile::checkpoint)
        state.checkpoint = where;
    else if (what == tile::goal)
        win(state);
    else if (what == tile::spikes && is_hurt_by_spikes(state.hero, where))
        die(state);
}

void touch_tiles(game& state)
{
    const body& at = state.hero.body;
    for (int row = cell_of(at.y); row <= cell_of(at.y + at.height); ++row)
        for (int column = cell_of(at.x + 2); column <= cell_of(at.x + at.width - 2); ++column)
            if (state.phase == phase::playing)
                touch(state, {column, row});
}

bool is_stomped(const enemy& who, const hero& by)
{
    return by.body.dy > 0 && by.body.y + by.body.height < who.body.y + who.body.height / 2 + 3;
}

void stomp(game& state, enemy& who)
{
    burst(state.particles, middle_of(who.body), enemy_bits);
    state.hero.body.dy = -rules::stomp_bounce;
    state.hero.jump_is_cut = true;
    who = state.enemies.back();
    state.enemies.pop_back();
}

void meet_enemies(game& state)
{
    for (enemy& each : state.enemies) {
        if (!overlap(each.body, state.hero.body))
            continue;
        if (is_stomped(each, state.hero))
            stomp(state, each);
        else
            die(state);
        return;
    }
}

void play(game& state, const commands& asked, float seconds)
{
    state.seconds += seconds;
    move_hero(state.hero, asked, state.particles, seconds);
    touch_tiles(state);
    if (state.phase == phase::playing)
        meet_enemies(state);
    if (state.phase == phase::playing && state.hero.body.y > edge_of(map_rows()) + 2 * tile_size)
        die(state);
}

/// Comes to rest, and jumps for joy.
void enjoy(game& state, float seconds)
{
    commands none;
    none.jump_pressed = none.jump_held = state.hero.body.on_ground;
    move_hero(state.hero, none, state.particles, seconds);
}

} // namespace

void step(game& state, const commands& asked, float seconds)
{
    // After a pause in a debugger, say, nobody is to fall through the ground.
    seconds = std::min(seconds, 0.04f);
    state.phase_seconds += seconds;
    if (state.phase == phase::starting || asked.restart)
        begin(state);
    if (state.phase == phase::playing)
        play(state, asked, seconds);
    else if (state.phase == phase::won)
        enjoy(state, seconds);
    else if (state.phase_seconds >= rules::dying_seconds)
        put_hero_at_checkpoint(state);
    move_enemies(state.enemies, seconds);
    move_particles(state.particles, seconds);
    if (state.phase != phase::dying)
        follow(state.camera, state.hero, seconds);
}

} // namespace platformer
