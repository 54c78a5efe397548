#include "monsters.hpp"

#include "fight.hpp"
#include "random.hpp"

#include <algorithm>

namespace delve {

namespace {

constexpr int energy_of_a_turn = 100;

bool is_free(game& state, position at)
{
    return is_open(state.map, at) && !monster_at(state, at) && at != state.hero.at;
}

void wander(game& state, creature& who)
{
    const position to = who.at + directions[static_cast<std::size_t>(roll(state.random, 0, 3))];
    if (is_free(state, to))
        who.at = to;
}

/// A step that leads nearer to the hero, if one is free.
void chase(game& state, creature& who, const distance_map& distances)
{
    for (const position way : directions) {
        const position to = who.at + way;
        if (is_free(state, to) && distances[index_of(to)] < distances[index_of(who.at)]) {
            who.at = to;
            return;
        }
    }
}

void act(game& state, creature& who, const distance_map& distances)
{
    if (traits_of(who.kind).erratic && one_in(state.random, 2))
        wander(state, who);
    else if (distances[index_of(who.at)] == 1)
        attack(state, who, state.hero);
    else if (who.awake)
        chase(state, who, distances);
    else if (one_in(state.random, 4))
        wander(state, who);
}

/// Monsters see the hero where the hero sees them.
void notice_hero(game& state, creature& who)
{
    if (cell_at(state.map, who.at).visible && one_in(state.random, 2))
        who.awake = true;
}

} // namespace

creature* monster_at(game& state, position at)
{
    const auto here = [&](const creature& each) { return each.at == at; };
    const auto found = std::find_if(state.monsters.begin(), state.monsters.end(), here);
    return found == state.monsters.end() ? nullptr : &*found;
}

void add_monster(game& state, position at)
{
    const auto kind = static_cast<species>(roll(state.random, 1, species_count - 1));
    if (traits_of(kind).first_depth > state.depth)
        return add_monster(state, at);
    if (is_free(state, at))
        state.monsters.push_back(make_creature(kind, at));
}

void move_monsters(game& state)
{
    const distance_map distances = distances_to(state.map, state.hero.at);
    for (creature& each : state.monsters) {
        notice_hero(state, each);
        each.energy += traits_of(each.kind).speed;
        for (; each.energy >= energy_of_a_turn; each.energy -= energy_of_a_turn)
            if (state.phase == phase::playing)
                act(state, each, distances);
    }
}

} // namespace delve
