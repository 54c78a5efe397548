#pragma once

#include "dungeon.hpp"
#include "sprites.hpp"

#include <string_view>

namespace delve {

enum class species : std::uint8_t { hero, rat, bat, goblin, ogre, wraith };
inline constexpr int species_count = 6;

/// What all creatures of a species have in common.
struct traits {
    std::string_view name;
    sprite look{};
    color tint{};
    int hp = 0, attack = 0, defence = 0;
    int speed = 100;      ///< Of 100 turns it has so many.
    int experience = 0;   ///< For whoever kills it.
    int first_depth = 0;  ///< Where it begins to appear.
    bool erratic = false; ///< Goes anywhere half of the time.
};

[[nodiscard]] const traits& traits_of(species kind);

struct creature {
    species kind = species::hero;
    position at;
    int hp = 1;
    int energy = 0; ///< It acts when it has 100.
    bool awake = false;
    float shown_x = 0, shown_y = 0; ///< Where it is drawn, in cells, on its way to `at`.
    float hurt = 0;                 ///< Seconds that it is still drawn as wounded.
};

/// A healthy one.
[[nodiscard]] creature make_creature(species kind, position at);

} // namespace delve
