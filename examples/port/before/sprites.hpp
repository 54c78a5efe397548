#pragma once

#include "draw.hpp"

#include <cstdint>

namespace delve {

inline constexpr int sprite_size = 24; ///< Pixels.

enum class sprite : std::uint8_t {
    floor,
    wall,
    stairs,
    hero,
    rat,
    bat,
    goblin,
    ogre,
    wraith,
    gold,
    potion,
    scroll,
    bomb,
    sword,
    shield,
    amulet,
};

/// All sprites in one row, in white and grey: they are drawn with a tint.
[[nodiscard]] picture make_sprites(device& where);

/// Where a sprite is in that picture.
[[nodiscard]] constexpr area part_of(sprite drawn)
{
    return {static_cast<float>(drawn) * sprite_size, 0, sprite_size, sprite_size};
}

} // namespace delve
