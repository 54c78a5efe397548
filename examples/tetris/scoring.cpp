#include "scoring.hpp"

#include "rules.hpp"

#include <array>

namespace tetris {

namespace {

/// Corners of the T's box, clockwise from the one left of where it points when facing up.
constexpr std::array<offset, 4> corners{{{0, 2}, {2, 2}, {2, 0}, {0, 0}}};

bool is_corner_taken(const board& cells, const placed_piece& placed, int corner)
{
    const offset at = corners[static_cast<std::size_t>((static_cast<int>(placed.facing) + corner) % 4)];
    return is_taken(cells, placed.x + at.x, placed.y + at.y);
}

const rules::points_by_rows& points_for(spin kind)
{
    switch (kind) {
    case spin::mini:
        return rules::mini_spin_points;
    case spin::full:
        return rules::spin_points;
    case spin::none:
        break;
    }
    return rules::plain_points;
}

} // namespace

spin spin_of(const board& cells, const placed_piece& placed, int kick)
{
    if (placed.kind != piece::t)
        return spin::none;
    const int front = is_corner_taken(cells, placed, 0) + is_corner_taken(cells, placed, 1);
    const int back = is_corner_taken(cells, placed, 2) + is_corner_taken(cells, placed, 3);
    if (front + back < 3)
        return spin::none;
    const bool last_kick = kick == 4;
    return front == 2 || last_kick ? spin::full : spin::mini;
}

bool is_difficult(const award& earned)
{
    return earned.lines == 4 || (earned.lines > 0 && earned.spin != spin::none);
}

std::int32_t points_of(const award& earned, int level)
{
    std::int64_t points = points_for(earned.spin)[earned.lines];
    if (earned.back_to_back)
        points = points * rules::back_to_back_percent / 100;
    if (earned.all_clear)
        points += rules::all_clear_points[earned.lines];
    if (earned.combo > 0)
        points += rules::combo_points * earned.combo;
    return static_cast<std::int32_t>(points * level);
}

} // namespace tetris
