#include "items.hpp"

#include "random.hpp"

#include <array>

namespace delve {

namespace {

constexpr std::array<item_traits, item_kind_count> all{{
    {"gold", sprite::gold, {250, 210, 90}, 10},
    {"a potion", sprite::potion, {235, 90, 110}, 7},
    {"a scroll", sprite::scroll, {235, 225, 190}, 3},
    {"a bomb", sprite::bomb, {150, 155, 175}, 3},
    {"a sword", sprite::sword, {190, 215, 235}, 2},
    {"a shield", sprite::shield, {120, 160, 230}, 2},
    {"the amulet", sprite::amulet, {250, 150, 250}, 0},
}};

int whole_weight()
{
    int sum = 0;
    for (const item_traits& each : all)
        sum += each.weight;
    return sum;
}

} // namespace

const item_traits& traits_of(item_kind kind)
{
    return all[static_cast<std::size_t>(kind)];
}

item_kind random_item(std::mt19937& random)
{
    int left = roll(random, 1, whole_weight());
    std::size_t kind = 0;
    while ((left -= all[kind].weight) > 0)
        ++kind;
    return static_cast<item_kind>(kind);
}

} // namespace delve
