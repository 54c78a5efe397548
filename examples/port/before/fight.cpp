#include "fight.hpp"

#include "effects.hpp"
#include "random.hpp"

#include <algorithm>
#include <string>

namespace delve {

namespace {

constexpr int one_miss_in = 8;
constexpr std::size_t most_records = 5;

bool is_hero(const creature& who)
{
    return who.kind == species::hero;
}

int attack_of(const game& state, const creature& who)
{
    const int strength = traits_of(who.kind).attack;
    return is_hero(who) ? strength + state.level - 1 + 2 * carried(state, item_kind::sword)
                        : strength + state.depth / 2;
}

int defence_of(const game& state, const creature& who)
{
    const int toughness = traits_of(who.kind).defence;
    return is_hero(who) ? toughness + carried(state, item_kind::shield) : toughness;
}

std::string the(const creature& who)
{
    const std::string name{traits_of(who.kind).name};
    return is_hero(who) ? name : "the " + name;
}

/// "You hit the rat.", "The rat hits you."
void tell(game& state, const creature& from, std::string_view verb, const creature& to)
{
    std::string sentence =
        the(from).append(" ").append(verb).append(is_hero(from) ? " " : "s ") + the(to) + ".";
    sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
    say(state, sentence);
}

void gain_experience(game& state, int gained)
{
    state.experience += gained;
    if (state.experience < next_level_at(state))
        return;
    ++state.level;
    state.hero.hp = full_health(state);
    show_words(state, state.hero.at, "level " + std::to_string(state.level), {250, 220, 120});
    say(state, "You feel stronger: level " + std::to_string(state.level) + ".");
}

bool is_better(const record& a, const record& b)
{
    return a.gold != b.gold ? a.gold > b.gold : a.depth > b.depth;
}

} // namespace

void attack(game& state, creature& from, creature& to)
{
    if (one_in(state.random, one_miss_in)) {
        tell(state, from, is_hero(from) ? "miss" : "misse", to);
        return;
    }
    tell(state, from, "hit", to);
    const int damage = attack_of(state, from) - defence_of(state, to) + roll(state.random, -1, 1);
    wound(state, to, std::max(damage, 1));
    if (is_hero(to) && to.hp <= 0)
        finish(state, phase::dead, "killed by a " + std::string{traits_of(from.kind).name});
}

void wound(game& state, creature& victim, int damage)
{
    victim.hp -= damage;
    victim.hurt = hurt_seconds;
    victim.awake = true;
    show_words(state, victim.at, std::to_string(damage), {255, 120, 110});
}

void bury(game& state)
{
    int gained = 0;
    for (const creature& each : state.monsters)
        if (each.hp <= 0)
            gained += traits_of(each.kind).experience;
    std::erase_if(state.monsters, [](const creature& each) { return each.hp <= 0; });
    gain_experience(state, gained);
}

void finish(game& state, phase how, std::string_view fate)
{
    state.phase = how;
    record& made = state.records.emplace_back();
    made.fate = fate;
    made.depth = state.depth;
    made.gold = state.gold;
    std::stable_sort(state.records.begin(), state.records.end(), is_better);
    if (state.records.size() > most_records)
        state.records.pop_back();
}

} // namespace delve
