#include "game.hpp"

#include "effects.hpp"
#include "fight.hpp"
#include "monsters.hpp"
#include "random.hpp"

#include <algorithm>

namespace delve {

namespace {

constexpr int last_depth = 5, sight = 9;
constexpr int healing_pause = 10; ///< Turns for a point of health.
constexpr int potion_strength = 15, bomb_strength = 10, bomb_reach = 4;

position random_place(const room& inside, std::mt19937& random)
{
    return {
        roll(random, inside.left, inside.left + inside.width - 1),
        roll(random, inside.top, inside.top + inside.height - 1)};
}

void furnish(game& state, const room& furnished)
{
    for (int i = roll(state.random, 0, 1 + state.depth / 2); i > 0; --i)
        add_monster(state, random_place(furnished, state.random));
    for (int i = roll(state.random, 0, 2); i > 0; --i)
        state.items.push_back({random_item(state.random), random_place(furnished, state.random)});
}

void enter_level(game& state)
{
    ++state.depth;
    state.monsters.clear();
    state.items.clear();
    const std::vector<room> rooms = dig(state.map, state.random);
    for (std::size_t i = 1; i < rooms.size(); ++i)
        furnish(state, rooms[i]);
    if (state.depth == last_depth) {
        state.map.cells[index_of(rooms.back().middle())].what = tile::floor;
        state.items.push_back({item_kind::amulet, rooms.back().middle()});
    }
    state.hero.at = rooms.front().middle();
    show_at_once(state.hero);
    look_around(state.map, state.hero.at, sight);
}

void begin(game& state)
{
    game fresh;
    fresh.random = state.random;
    std::swap(fresh.records, state.records);
    state = std::move(fresh);
    state.hero = make_creature(species::hero, {});
    state.bag[item_kind::potion] = 1;
    enter_level(state);
    say(state, "An amulet is said to lie on level 5.");
}

void take(game& state, item_kind kind)
{
    if (kind == item_kind::gold) {
        const int found = roll(state.random, 5, 10 + 5 * state.depth);
        state.gold += found;
        say(state, "You find " + std::to_string(found) + " pieces of gold.");
        return;
    }
    ++state.bag[kind];
    say(state, "You take " + std::string{traits_of(kind).name} + ".");
    if (kind == item_kind::amulet)
        finish(state, phase::won, "left with the amulet");
}

void take_what_lies_here(game& state)
{
    const auto here = [&](const item& each) { return each.at == state.hero.at; };
    const auto found = std::find_if(state.items.begin(), state.items.end(), here);
    if (found == state.items.end())
        return;
    const item_kind kind = found->kind;
    state.items.erase(found);
    take(state, kind);
}

bool walk(game& state, position way)
{
    const position to = state.hero.at + way;
    if (creature* met = monster_at(state, to)) {
        attack(state, state.hero, *met);
        bury(state);
        return true;
    }
    if (!is_open(state.map, to))
        return false;
    state.hero.at = to;
    take_what_lies_here(state);
    return true;
}

/// Takes one out of the bag, if there is one.
bool use(game& state, item_kind kind)
{
    if (carried(state, kind) == 0) {
        say(state, "You have no such thing.");
        return false;
    }
    --state.bag[kind];
    return true;
}

bool drink(game& state)
{
    if (!use(state, item_kind::potion))
        return false;
    const int healed = std::min(potion_strength, full_health(state) - state.hero.hp);
    state.hero.hp += healed;
    show_words(state, state.hero.at, "+" + std::to_string(healed), {120, 230, 130});
    say(state, "The potion tastes of cherries.");
    return true;
}

/// Somewhere else on the level.
bool read_scroll(game& state)
{
    if (!use(state, item_kind::scroll))
        return false;
    position to = state.hero.at;
    while (to == state.hero.at || !is_open(state.map, to) || monster_at(state, to))
        to = {roll(state.random, 1, map_width - 2), roll(state.random, 1, map_height - 2)};
    state.hero.at = to;
    show_at_once(state.hero);
    say(state, "You read the scroll, and are elsewhere.");
    return true;
}

bool throw_bomb(game& state)
{
    if (!use(state, item_kind::bomb))
        return false;
    const distance_map distances = distances_to(state.map, state.hero.at);
    for (creature& each : state.monsters)
        if (cell_at(state.map, each.at).visible && distances[index_of(each.at)] <= bomb_reach)
            wound(state, each, bomb_strength);
    say(state, "The bomb goes off.");
    bury(state);
    return true;
}

bool descend(game& state)
{
    if (cell_at(state.map, state.hero.at).what != tile::stairs) {
        say(state, "There are no stairs here.");
        return false;
    }
    enter_level(state);
    say(state, "You go down to level " + std::to_string(state.depth) + ".");
    return true;
}

/// Returns whether that took a turn.
bool obey(game& state, command asked)
{
    switch (asked) {
    case command::west:
    case command::east:
    case command::north:
    case command::south:
        return walk(state, directions[static_cast<std::size_t>(asked)]);
    case command::drink:
        return drink(state);
    case command::read_scroll:
        return read_scroll(state);
    case command::throw_bomb:
        return throw_bomb(state);
    case command::descend:
        return descend(state);
    case command::wait:
    case command::restart:
        break;
    }
    return asked == command::wait;
}

void end_turn(game& state)
{
    ++state.turn;
    move_monsters(state);
    if (state.turn % healing_pause == 0 && state.hero.hp < full_health(state))
        ++state.hero.hp;
    look_around(state.map, state.hero.at, sight);
}

} // namespace

void step(game& state, const std::vector<command>& commands, float seconds)
{
    if (state.depth == 0)
        begin(state);
    for (const command asked : commands)
        if (asked == command::restart)
            begin(state);
        else if (state.phase == phase::playing && obey(state, asked) && state.phase == phase::playing)
            end_turn(state);
    animate(state, seconds);
}

int carried(const game& state, item_kind kind)
{
    const auto found = state.bag.find(kind);
    return found == state.bag.end() ? 0 : found->second;
}

int full_health(const game& state)
{
    return traits_of(species::hero).hp + 4 * (state.level - 1);
}

int next_level_at(const game& state)
{
    return 10 * state.level * state.level;
}

} // namespace delve
