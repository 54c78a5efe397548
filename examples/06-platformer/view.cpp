#include "view.hpp"

#include "backdrop.hpp"
#include "camera.hpp"
#include "rules.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>

namespace platformer {

namespace {

using respawn::canvas;
using respawn::color;
using respawn::extent;
using respawn::point;

constexpr color text{255, 255, 255}, shadow{30, 30, 50, 170}, shade{20, 22, 40, 150};

/// One frame's means: so that the functions below have few parameters.
struct view {
    respawn::canvas& canvas;
    const sprite_sheets& sheets;
    const game& state;
    float scale;  ///< Pixels of the picture for one of the map.
    extent seen;  ///< How much of the map is seen, in its pixels.
    point corner; ///< Where that begins.

    void draw_sprite(sprite shown, float x, float y, bool mirrored = false) const
    {
        const respawn::rectangle place{
            std::round(x - corner.x), std::round(y - corner.y), sprite_size, sprite_size};
        canvas.sprite(sheets.sprites, place, {part_of(shown, mirrored), {}});
    }

    [[nodiscard]] float width_of(std::string_view words, float size) const
    {
        return canvas::measure(words, size * scale).width / scale;
    }

    /// In letters of the picture's own size: enlarged ones would be coarse.
    void write(point place, std::string_view words, float size) const
    {
        canvas.push_transform(place, 0, 1 / scale);
        canvas.text({2, 2}, words, {size * scale, shadow});
        canvas.text({0, 0}, words, {size * scale, text});
        canvas.pop_transform();
    }

    void write_centered(float top, std::string_view words, float size) const
    {
        write({(seen.width - width_of(words, size)) / 2, top}, words, size);
    }
};

/// Whole pixels of the picture for one of the map, so that all of them are equally large.
float scale_for(extent picture)
{
    const float fits = std::min(picture.width / smallest_view.width, picture.height / smallest_view.height);
    return std::max(std::floor(fits), 1.0f);
}

/// How fast something goes through its pictures.
std::size_t turn(float seconds, float a_second, std::size_t count)
{
    return static_cast<std::size_t>(seconds * a_second) % count;
}

sprite coin_sprite(const game& state, cell where)
{
    constexpr std::array turning{
        sprite::coin, sprite::coin_turning, sprite::coin_narrow, sprite::coin_turning};
    const float ahead = static_cast<float>(where.column % 8) * 0.1f;
    return turning[turn(state.seconds + ahead, 7, turning.size())];
}

void draw_tile(const view& to, cell where)
{
    const float x = edge_of(where.column), y = edge_of(where.row);
    switch (tile_at(where)) {
    case tile::earth: {
        const bool has_air_above = tile_at({where.column, where.row - 1}) != tile::earth;
        return to.draw_sprite(has_air_above ? sprite::grass : sprite::earth, x, y);
    }
    case tile::platform:
        return to.draw_sprite(sprite::platform, x, y);
    case tile::spikes:
        return to.draw_sprite(sprite::spikes, x, y);
    case tile::checkpoint:
        return to.draw_sprite(to.state.checkpoint == where ? sprite::flag_up : sprite::flag_down, x, y);
    case tile::goal:
        return to.draw_sprite(sprite::goal, x, y);
    case tile::coin:
        if (!to.state.taken.contains(where))
            to.draw_sprite(coin_sprite(to.state, where), x, y);
        return;
    case tile::air:
    case tile::start:
    case tile::walker:
    case tile::flyer:
        return;
    }
}

void draw_tiles(const view& to)
{
    const cell first{cell_of(to.corner.x), cell_of(to.corner.y)};
    const cell last{cell_of(to.corner.x + to.seen.width), cell_of(to.corner.y + to.seen.height)};
    for (int row = first.row; row <= last.row; ++row)
        for (int column = first.column; column <= last.column; ++column)
            draw_tile(to, {column, row});
}

sprite hero_sprite(const hero& shown)
{
    constexpr std::array running{
        sprite::hero_running, sprite::hero_standing, sprite::hero_striding, sprite::hero_standing};
    if (!shown.body.on_ground)
        return sprite::hero_jumping;
    if (std::abs(shown.body.dx) < 8)
        return sprite::hero_standing;
    return running[turn(shown.run_distance, 1.0f / 9, running.size())];
}

void draw_hero(const view& to)
{
    const hero& shown = to.state.hero;
    const float left = shown.body.x + (shown.body.width - sprite_size) / 2;
    const float top = shown.body.y + shown.body.height - sprite_size;
    if (to.state.phase != phase::dying)
        to.draw_sprite(hero_sprite(shown), left, top, shown.faces_left);
}

void draw_enemies(const view& to)
{
    for (const enemy& each : to.state.enemies) {
        const bool other = turn(each.age, each.kind == species::walker ? 4.0f : 8.0f, 2) == 1;
        const sprite shown = each.kind == species::walker ? (other ? sprite::walker_stepping : sprite::walker)
                                                          : (other ? sprite::flyer_flapping : sprite::flyer);
        const float top = each.body.y + each.body.height - sprite_size;
        to.draw_sprite(shown, each.body.x - 2, top, each.direction > 0);
    }
}

void draw_particles(const view& to)
{
    for (const particle& each : to.state.particles.flying) {
        color tint = each.tint;
        const float left = std::min(2 - 2 * each.age / each.life, 1.0f);
        tint.a = static_cast<std::uint8_t>(255 * std::max(left, 0.0f));
        const float half = each.size / 2;
        to.canvas.fill_rectangle(
            {each.place.x - to.corner.x - half, each.place.y - to.corner.y - half, each.size, each.size},
            tint);
    }
}

std::string time_text(float seconds)
{
    std::array<char, 32> made{};
    std::snprintf(
        made.data(), made.size(), "%d:%04.1f", static_cast<int>(seconds) / 60, std::fmod(seconds, 60.0f));
    return made.data();
}

void draw_status(const view& to)
{
    to.canvas.sprite(to.sheets.sprites, {4, 3, sprite_size, sprite_size}, {part_of(sprite::coin), {}});
    to.write({22, 3}, std::to_string(to.state.taken.size()), 10);
    const std::string time = time_text(to.state.seconds);
    to.write({to.seen.width - to.width_of(time, 10) - 6, 3}, time, 10);
    if (to.state.seconds < 4)
        to.write_centered(to.seen.height * 0.2f, "Arrows and Space. Find the house.", 10);
}

void draw_victory(const view& to)
{
    if (to.state.phase != phase::won)
        return;
    to.canvas.fill_rectangle({0, 60, to.seen.width, 96}, shade);
    to.write_centered(70, "HOME!", 16);
    to.write_centered(
        104,
        std::to_string(to.state.taken.size()) + " coins, " + std::to_string(to.state.deaths) + " falls, " +
            time_text(to.state.seconds) + " (best " + time_text(to.state.best_seconds) + ")",
        10);
    to.write_centered(128, "R to play again", 10);
}

} // namespace

void draw(canvas& canvas, const sprite_sheets& sheets, const game& state)
{
    const float scale = scale_for(canvas.size());
    const extent seen{std::ceil(canvas.size().width / scale), std::ceil(canvas.size().height / scale)};
    const view to{canvas, sheets, state, scale, seen, corner_of_view(state.camera, seen)};
    canvas.push_transform({}, 0, scale);
    draw_backdrop(canvas, sheets, to.corner, seen);
    draw_tiles(to);
    draw_enemies(to);
    draw_hero(to);
    draw_particles(to);
    draw_status(to);
    draw_victory(to);
    canvas.pop_transform();
}

} // namespace platformer
