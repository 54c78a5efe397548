#pragma once

#include "dungeon.hpp"
#include "sprites.hpp"

#include <string_view>

namespace delve {

enum class item_kind : std::uint8_t { gold, potion, scroll, bomb, sword, shield, amulet };
inline constexpr int item_kind_count = 7;

struct item {
    item_kind kind = item_kind::gold;
    position at;
};

struct item_traits {
    std::string_view name;
    sprite look{};
    color tint{};
    int weight = 0; ///< How often it is found, compared with the others.
};

[[nodiscard]] const item_traits& traits_of(item_kind kind);

/// A kind that is found at random. Never the amulet.
[[nodiscard]] item_kind random_item(std::mt19937& random);

} // namespace delve
