#pragma once

/// What only the eye needs: sparks, flashes and the words over the board. Nothing here changes the game.

#include "game.hpp"

#include <respawn/containers.hpp>

#include <chrono>
#include <cstdint>
#include <type_traits>

namespace tetris {

inline constexpr int spark_units = 1024; ///< In a cell.

/// A piece of a block that flies off. Places in spark units from the board's lower left corner.
struct spark {
    std::int32_t x = 0, y = 0;
    std::int32_t dx = 0, dy = 0; ///< A second.
    std::int32_t age_us = 0, life_us = 0;
    piece kind = piece::none;
    std::array<std::uint8_t, 3> unused{};
};
static_assert(std::has_unique_object_representations_v<spark>);

/// Ages count up from the moment that the effect began, in nanoseconds.
///
/// Invariant: no padding and no floating point, as in game.
struct effects {
    respawn::vector<spark> sparks;
    std::uint64_t random = 1; ///< Of their own: sparks don't change what piece comes next.
    award words;              ///< The last award worth saying.
    std::int64_t words_ns = 0;
    std::int64_t flash_ns = 0; ///< Since the piece `flash` locked.
    placed_piece flash;
    std::int32_t flash_drop_rows = 0; ///< How far it came down by a hard drop.
};
static_assert(sizeof(effects) == sizeof(respawn::vector<spark>) + sizeof(award) + 32, "no padding");

/// Moves the effects on and starts those for what just happened in `state`. Paused games have paused effects.
void animate(effects& shown, const game& state, const events& happened, std::chrono::nanoseconds elapsed);

} // namespace tetris
