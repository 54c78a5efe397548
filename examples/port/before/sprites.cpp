#include "sprites.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace delve {

namespace {

constexpr int dots = 8, dot_size = sprite_size / dots;

using drawing = std::array<std::string_view, dots>;

/// '#' is white, '+' and '-' are greys, '.' is transparent. In the order of enum sprite.
constexpr drawing drawings[] = {
    {"........", "........", "..-.....", "........", "........", ".....-..", "........", "........"},
    {"########", "#+++#+++", "#+++#+++", "########", "++#+++#+", "++#+++#+", "########", "+#+++#++"},
    {"........", "######..", "+.......", "..####..", "..+.....", "....##..", "....+...", "........"},
    {"..###...", "..#+#...", "..###...", ".#####..", "#.###.#.", "..###...", "..#.#...", ".##.##.."},
    {"........", "........", "....##..", ".####+#.", "######..", "#.####..", "#.#..#..", ".#......"},
    {"........", "#......#", "##.##.##", "########", "#.#++#.#", "...##...", "........", "........"},
    {"#.....#.", "##+++##.", ".#+#+#..", "..###...", ".#####..", "#.###.#.", "..#.#...", ".#...#.."},
    {".#####..", ".#+#+#..", ".#####..", "#######.", "#######.", "#.###.#.", ".##.##..", ".##.##.."},
    {"..####..", ".#++#+#.", ".######.", "..####..", ".#####..", ".######.", "..##.#..", "...#..#."},
    {"........", "........", "........", "...##...", "..#+##..", ".##..##.", "#+######", "........"},
    {"...##...", "...++...", "...##...", "..####..", ".#----#.", ".#++++#.", ".######.", "..####.."},
    {"........", ".######.", "##----#.", ".#####..", ".#---#..", ".######.", ".##---##", "..#####."},
    {"......#.", ".....+..", "..####..", ".#####+.", ".##+##+.", ".#####+.", "..####..", "........"},
    {"......##", ".....##.", "....##..", "#..##...", ".###....", "..#.....", ".#.#....", "#......."},
    {"........", ".######.", ".#+##+#.", ".##++##.", ".##++##.", "..#++#..", "...##...", "........"},
    {"..#..#..", ".#....#.", ".#....#.", "..#..#..", "...##...", "..#++#..", "..#++#..", "...##..."},
};
constexpr int count = static_cast<int>(std::size(drawings));
static_assert(count == static_cast<int>(sprite::amulet) + 1);

struct grey {
    std::uint8_t light = 0, alpha = 0;
};

constexpr grey grey_of(char dot)
{
    switch (dot) {
    case '#':
        return {255, 255};
    case '+':
        return {150, 255};
    case '-':
        return {90, 255};
    default:
        return {};
    }
}

grey grey_at(int x, int y)
{
    const drawing& drawn = drawings[x / sprite_size];
    const auto row = static_cast<std::size_t>(y / dot_size);
    return grey_of(drawn[row][static_cast<std::size_t>(x % sprite_size / dot_size)]);
}

} // namespace

picture make_sprites(device& where)
{
    std::vector<std::uint8_t> pixels;
    for (int y = 0; y < sprite_size; ++y)
        for (int x = 0; x < count * sprite_size; ++x) {
            const grey shown = grey_at(x, y);
            pixels.insert(pixels.end(), {shown.light, shown.light, shown.light, shown.alpha});
        }
    return make_picture(where, "sprites", count * sprite_size, sprite_size, pixels);
}

} // namespace delve
