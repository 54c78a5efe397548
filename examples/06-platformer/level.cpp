#include "level.hpp"

#include <cmath>
#include <iterator>
#include <string_view>

namespace platformer {

namespace {

// clang-format off
/// Rows of one length. The letters are those of enum tile.
constexpr std::string_view map[] = {
    "                                                                                                                                                ",
    "                                                                                                                                                ",
    "                                                                                                                                                ",
    "                                                                                                                                                ",
    "                                                                                    oo                                                          ",
    "                                               ooo                                 ====                                                         ",
    "                                              ====                                                           oo     f                           ",
    "                   oo                                                           oo              f           ====                     f          ",
    "                  ====       oo           oo                                   ====                                                             ",
    "            oo                           ====    f                                            oo         oo        o       o   w  oo            ",
    "               oo       w  ==                       oo     ooo         o             oo       ==  ==    ====      ===    o ###### ==          G ",
    "        ooo           #####          C                ###      ==     ==           ####                                o ########          o####",
    "  S               #########         #####   w      ######   w      oo      C  w ########## w         C    w   w        ##########      oo ######",
    "#############  ############   #################^^^^############   ####   ####################^^^^^^###############   ############^^^^###########",
    "#############  ############   #################################   ####   #########################################   ###########################",
};
// clang-format on

constexpr int rows = static_cast<int>(std::size(map));
constexpr int columns = static_cast<int>(map[0].size());

constexpr bool is_even()
{
    for (const std::string_view row : map)
        if (row.size() != map[0].size())
            return false;
    return true;
}
static_assert(is_even(), "all rows of the map are of one length");

} // namespace

int map_columns()
{
    return columns;
}

int map_rows()
{
    return rows;
}

tile tile_at(cell where)
{
    if (where.column < 0 || where.column >= columns)
        return tile::earth;
    if (where.row < 0 || where.row >= rows)
        return tile::air;
    return static_cast<tile>(map[where.row][static_cast<std::size_t>(where.column)]);
}

int cell_of(float coordinate)
{
    return static_cast<int>(std::floor(coordinate / tile_size));
}

float edge_of(int cell)
{
    return static_cast<float>(cell * tile_size);
}

cell find_tile(tile wanted)
{
    cell found;
    while (tile_at(found) != wanted)
        found = found.row + 1 < rows ? cell{found.column, found.row + 1} : cell{found.column + 1, 0};
    return found;
}

} // namespace platformer
