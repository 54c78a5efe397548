#include "sprites.hpp"

#include "bitmap.hpp"

#include <cmath>

namespace platformer {

namespace {

using respawn::color;

constexpr color outline{38, 32, 52};
constexpr color grass{106, 178, 92}, light_grass{146, 212, 110};
constexpr color earth{124, 86, 66}, dark_earth{104, 70, 58}, pebble{150, 112, 86};
constexpr color wood{176, 128, 84}, light_wood{214, 168, 112};
constexpr color steel{196, 204, 220}, dark_steel{120, 128, 150};
constexpr color gold{250, 206, 80}, light_gold{255, 240, 170}, dark_gold{196, 140, 50};
constexpr color coat{224, 84, 92}, dark_coat{168, 56, 76}, skin{250, 214, 176}, boots{70, 58, 92};
constexpr color slime{150, 110, 200}, light_slime{190, 154, 232};
constexpr color bat{92, 100, 150}, wing{128, 138, 190};
constexpr color white{255, 255, 255}, cloth{98, 140, 245}, faded_cloth{140, 140, 160};

void draw_earth(bitmap& to)
{
    to.box(0, 0, 16, 16, earth);
    for (int i = 0; i < 9; ++i)
        to.box(i * 7 % 15, i * 5 % 14 + 1, 2, 1, i % 3 == 0 ? pebble : dark_earth);
}

void draw_grass(bitmap& to)
{
    draw_earth(to);
    to.box(0, 0, 16, 4, grass);
    to.box(0, 0, 16, 1, light_grass);
    for (int x = 0; x < 16; x += 3)
        to.box(x, 4, 2, 1 + x % 2, grass);
}

void draw_platform(bitmap& to)
{
    to.box(0, 0, 16, 5, wood);
    to.box(0, 0, 16, 1, light_wood);
    to.box(0, 5, 16, 1, outline);
    to.box(7, 1, 1, 4, outline);
}

void draw_spikes(bitmap& to)
{
    for (int spike = 0; spike < 4; ++spike)
        for (int row = 0; row < 9; ++row) {
            to.box(spike * 4 + 1 - row / 5, 7 + row, 1 + row / 5, 1, steel);
            to.box(spike * 4 + 2, 7 + row, 1 + row / 5, 1, dark_steel);
        }
}

void draw_coin(bitmap& to, float half_width)
{
    for (int column = 0; column < sprite_size; ++column) {
        const float x = (static_cast<float>(column) + 0.5f - 8) / half_width;
        if (std::abs(x) >= 1)
            continue;
        const int height = static_cast<int>(std::round(5 * std::sqrt(1 - x * x)));
        to.box(column, 8 - height, 1, 2 * height, dark_gold);
        to.box(column, 9 - height, 1, 2 * height - 2, std::abs(x) < 0.8f ? gold : dark_gold);
    }
    to.box(7, 6, 1, 3, light_gold);
}

void draw_flag(bitmap& to, color pennant, int top)
{
    to.box(3, 0, 1, 16, dark_steel);
    to.box(2, 15, 3, 1, outline);
    for (int row = 0; row < 6; ++row)
        to.box(4, top + row, 9 - std::abs(row * 2 - 5), 1, pennant);
}

/// The house that the hero wants to get to.
void draw_goal(bitmap& to)
{
    to.box(2, 7, 12, 9, light_wood);
    for (int row = 0; row < 7; ++row)
        to.box(7 - row, row, 2 + 2 * row, 1, row == 6 ? dark_coat : coat);
    to.box(6, 10, 4, 6, outline);
    to.dot(8, 13, gold);
    to.box(3, 9, 2, 2, cloth);
    to.box(11, 9, 2, 2, cloth);
}

/// Looks to the right. `left_leg`, `right_leg`: how far the feet are from where they stand, in pixels.
void draw_hero(bitmap& to, int left_leg, int right_leg, bool in_the_air)
{
    const int legs = in_the_air ? 12 : 13;
    to.box(5 + left_leg, legs, 2, 16 - legs, boots);
    to.box(9 + right_leg, legs, 2, 16 - legs, boots);
    to.box(4, 8, 8, 5, coat);
    to.box(4, 12, 8, 1, dark_coat);
    to.box(in_the_air ? 2 : 3, in_the_air ? 7 : 9, 2, 3, dark_coat);
    to.box(12, in_the_air ? 6 : 9, 2, 3, dark_coat);
    to.box(4, 3, 8, 5, skin);
    to.box(4, 2, 8, 2, dark_coat);
    to.box(11, 3, 2, 1, dark_coat);
    to.box(9, 5, 1, 2, outline);
    to.box(11, 5, 1, 2, outline);
}

void draw_walker(bitmap& to, int squeeze)
{
    to.disc(8, 11.0f + static_cast<float>(squeeze), 6, slime);
    to.box(0, 16, 16, 4, {});
    to.box(2 - squeeze, 14, 12 + 2 * squeeze, 2, slime);
    to.box(5, 7 + squeeze, 3, 1, light_slime);
    to.box(4, 10 + squeeze, 2, 2, white);
    to.box(9, 10 + squeeze, 2, 2, white);
    to.dot(4, 11 + squeeze, outline);
    to.dot(9, 11 + squeeze, outline);
}

void draw_flyer(bitmap& to, bool wings_up)
{
    for (int i = 0; i < 5; ++i) {
        const int y = wings_up ? 7 - i : 8 + i;
        to.box(4 - i, y, 2, 3, wing);
        to.box(10 + i, y, 2, 3, wing);
    }
    to.disc(8, 9, 4, bat);
    to.box(5, 4, 1, 2, bat);
    to.box(10, 4, 1, 2, bat);
    to.box(6, 8, 1, 2, white);
    to.box(9, 8, 1, 2, white);
}

void draw_sprite(bitmap& to, sprite drawn)
{
    switch (drawn) {
    case sprite::grass:
        return draw_grass(to);
    case sprite::earth:
        return draw_earth(to);
    case sprite::platform:
        return draw_platform(to);
    case sprite::spikes:
        return draw_spikes(to);
    case sprite::coin:
        return draw_coin(to, 5);
    case sprite::coin_turning:
        return draw_coin(to, 3);
    case sprite::coin_narrow:
        return draw_coin(to, 1.5f);
    case sprite::flag_down:
        return draw_flag(to, faded_cloth, 9);
    case sprite::flag_up:
        return draw_flag(to, cloth, 1);
    case sprite::goal:
        return draw_goal(to);
    case sprite::hero_standing:
        return draw_hero(to, 0, 0, false);
    case sprite::hero_running:
        return draw_hero(to, -2, 2, false);
    case sprite::hero_striding:
        return draw_hero(to, 2, -2, false);
    case sprite::hero_jumping:
        return draw_hero(to, -1, 1, true);
    case sprite::walker:
        return draw_walker(to, 0);
    case sprite::walker_stepping:
        return draw_walker(to, 1);
    case sprite::flyer:
        return draw_flyer(to, true);
    case sprite::flyer_flapping:
        return draw_flyer(to, false);
    }
}

respawn::texture make_sheet(respawn::worker& worker)
{
    bitmap sheet{sprite_count * sprite_size, sprite_size};
    for (int i = 0; i < sprite_count; ++i) {
        sheet.set_origin(i * sprite_size, 0);
        draw_sprite(sheet, static_cast<sprite>(i));
    }
    return worker.make_texture("sprites", sheet.width(), sheet.height(), sheet.bytes());
}

/// In white: they are tinted as they are drawn.
respawn::texture make_hills(respawn::worker& worker)
{
    constexpr int width = 256, height = 96;
    constexpr float turn = 6.2831853f / width;
    bitmap hills{width, height};
    for (int x = 0; x < width; ++x) {
        const float angle = static_cast<float>(x) * turn;
        const float top = 44 - 22 * std::sin(angle) - 10 * std::sin(3 * angle + 1) - 5 * std::sin(7 * angle);
        hills.box(x, static_cast<int>(top), 1, height, white);
    }
    return worker.make_texture("hills", width, height, hills.bytes());
}

} // namespace

sprite_sheets make_sprites(respawn::worker& worker)
{
    return {make_sheet(worker), make_hills(worker)};
}

} // namespace platformer
