#include "creatures.hpp"

#include <array>

namespace delve {

namespace {

// clang-format off
constexpr std::array<traits, species_count> all{{
    // name, look, tint, hp, attack, defence, speed, experience, first depth, erratic
    {"you",    sprite::hero,   {240, 236, 220}, 30, 5, 1, 100,  0, 0, false},
    {"rat",    sprite::rat,    {176, 140, 104},  4, 2, 0, 110,  2, 1, false},
    {"bat",    sprite::bat,    {160, 140, 200},  3, 3, 0, 150,  3, 1, true},
    {"goblin", sprite::goblin, {130, 200, 100},  9, 4, 1, 100,  6, 2, false},
    {"ogre",   sprite::ogre,   {220, 130,  90}, 22, 8, 2,  60, 14, 3, false},
    {"wraith", sprite::wraith, {150, 210, 235}, 15, 6, 4, 100, 20, 4, true},
}};
// clang-format on

} // namespace

const traits& traits_of(species kind)
{
    return all[static_cast<std::size_t>(kind)];
}

creature make_creature(species kind, position at)
{
    creature made;
    made.kind = kind;
    made.at = at;
    made.hp = traits_of(kind).hp;
    made.shown_x = static_cast<float>(at.x);
    made.shown_y = static_cast<float>(at.y);
    return made;
}

} // namespace delve
