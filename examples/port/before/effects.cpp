#include "effects.hpp"

#include <algorithm>

namespace delve {

namespace {

constexpr float cells_per_second = 12;
constexpr std::size_t most_messages = 50;

float approached(float from, int to, float most)
{
    return from + std::clamp(static_cast<float>(to) - from, -most, most);
}

void animate_creature(creature& who, float seconds)
{
    who.shown_x = approached(who.shown_x, who.at.x, cells_per_second * seconds);
    who.shown_y = approached(who.shown_y, who.at.y, cells_per_second * seconds);
    who.hurt = std::max(who.hurt - seconds, 0.0f);
}

} // namespace

void say(game& state, std::string_view text)
{
    message& said = state.messages.emplace_back();
    said.text = text;
    said.turn = state.turn;
    if (state.messages.size() > most_messages)
        state.messages.erase(state.messages.begin());
}

void show_words(game& state, position at, std::string_view text, color tint)
{
    floater& shown = state.floaters.emplace_back();
    shown.text = text;
    shown.tint = tint;
    shown.x = static_cast<float>(at.x);
    shown.y = static_cast<float>(at.y);
}

void show_at_once(creature& who)
{
    who.shown_x = static_cast<float>(who.at.x);
    who.shown_y = static_cast<float>(who.at.y);
}

void animate(game& state, float seconds)
{
    animate_creature(state.hero, seconds);
    for (creature& each : state.monsters)
        animate_creature(each, seconds);
    for (floater& each : state.floaters)
        each.age += seconds;
    std::erase_if(state.floaters, [](const floater& old) { return old.age >= floater_seconds; });
}

} // namespace delve
