#pragma once

#include <respawn/worker.hpp>

#include <cstdint>

namespace platformer {

inline constexpr int sprite_size = 16;

/// In the order in which they are in their sheet.
enum class sprite : std::uint8_t {
    grass,
    earth,
    platform,
    spikes,
    coin,
    coin_turning,
    coin_narrow,
    flag_down,
    flag_up,
    goal,
    hero_standing,
    hero_running,
    hero_striding,
    hero_jumping,
    walker,
    walker_stepping,
    flyer,
    flyer_flapping,
};
inline constexpr int sprite_count = 18;

struct sprite_sheets {
    respawn::texture sprites; ///< All in one row.
    respawn::texture hills;   ///< As wide as it is until it begins again.
};

/// Draws all of them, into textures that outlive this build.
[[nodiscard]] sprite_sheets make_sprites(respawn::worker& worker);

/// Where a sprite is in its sheet, mirrored if that is wanted.
[[nodiscard]] constexpr respawn::rectangle part_of(sprite shown, bool mirrored = false)
{
    const float left = static_cast<float>(shown) * sprite_size;
    return mirrored ? respawn::rectangle{left + sprite_size, 0, -sprite_size, sprite_size}
                    : respawn::rectangle{left, 0, sprite_size, sprite_size};
}

} // namespace platformer
