#include "view.hpp"

#include "effects.hpp"
#include "font.hpp"
#include "sprites.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace delve {

namespace {

constexpr float map_view_height = 528; ///< Above the panel.
constexpr float margin = 16, bar_width = 240;
constexpr std::size_t shown_messages = 4;

constexpr color background{14, 15, 22}, panel{26, 28, 40}, dark{52, 24, 32};
constexpr color text{232, 235, 244}, faint_text{126, 134, 160}, health{220, 76, 92}, title{250, 220, 120};
constexpr color floor_tint{110, 112, 130}, wall_tint{136, 122, 110}, stairs_tint{240, 230, 160};

color faded(color tint, float share)
{
    tint.a = static_cast<std::uint8_t>(static_cast<float>(tint.a) * std::clamp(share, 0.0f, 1.0f));
    return tint;
}

/// One frame's means: so that the functions below have few parameters.
struct view {
    painter& to;
    const art& with;
    const game& state;
    float left = 0, top = 0; ///< Of the map, in pixels: the hero is in the middle.

    [[nodiscard]] float pixel_x(float x) const { return left + std::round(x * sprite_size); }
    [[nodiscard]] float pixel_y(float y) const { return top + std::round(y * sprite_size); }

    void draw_sprite(sprite drawn, float x, float y, color tint) const
    {
        const area place{pixel_x(x), pixel_y(y), sprite_size, sprite_size};
        if (place.y < map_view_height)
            to.draw(with.sprites, part_of(drawn), place, tint);
    }

    void write_line(float x, float y, std::string_view words, color tint) const
    {
        write(to, with.font, x, y, words, tint);
    }

    void write_centered(float x, float y, std::string_view words, color tint) const
    {
        write_line(x - static_cast<float>(words.size() * letter_width / 2), y, words, tint);
    }
};

/// Where the map begins so that `middle` is in the middle of so many pixels.
float offset(float middle, float pixels)
{
    return pixels / 2 - std::round((middle + 0.5f) * sprite_size);
}

void draw_cell(const view& seen, position at)
{
    const cell shown = cell_at(seen.state.map, at);
    if (!shown.known || shown.what == tile::rock)
        return;
    const float light = shown.visible ? 1.0f : 0.35f;
    const float x = static_cast<float>(at.x), y = static_cast<float>(at.y);
    if (shown.what == tile::wall)
        seen.draw_sprite(sprite::wall, x, y, faded(wall_tint, light));
    else
        seen.draw_sprite(sprite::floor, x, y, faded(floor_tint, light));
    if (shown.what == tile::stairs)
        seen.draw_sprite(sprite::stairs, x, y, faded(stairs_tint, light));
}

void draw_map(const view& seen)
{
    for (int y = 0; y < map_height; ++y)
        for (int x = 0; x < map_width; ++x)
            draw_cell(seen, {x, y});
}

bool is_visible(const view& seen, position at)
{
    return cell_at(seen.state.map, at).visible;
}

void draw_items(const view& seen)
{
    for (const item& each : seen.state.items)
        if (is_visible(seen, each.at))
            seen.draw_sprite(
                traits_of(each.kind).look, static_cast<float>(each.at.x), static_cast<float>(each.at.y),
                traits_of(each.kind).tint);
}

void draw_bar(const view& seen, area whole, int value, int full)
{
    seen.to.fill(whole, dark);
    const int share = std::clamp(value, 0, full);
    whole.width = std::round(whole.width * static_cast<float>(share) / static_cast<float>(full));
    seen.to.fill(whole, health);
}

/// A bar over those that have been wounded.
void draw_health(const view& seen, const creature& who)
{
    if (who.hp < traits_of(who.kind).hp)
        draw_bar(
            seen, {seen.pixel_x(who.shown_x), seen.pixel_y(who.shown_y) - 4, sprite_size, 3}, who.hp,
            traits_of(who.kind).hp);
}

void draw_creature(const view& seen, const creature& who)
{
    const color tint = who.hurt > 0 ? color{255, 90, 90} : traits_of(who.kind).tint;
    seen.draw_sprite(traits_of(who.kind).look, who.shown_x, who.shown_y, tint);
}

void draw_creatures(const view& seen)
{
    for (const creature& each : seen.state.monsters)
        if (is_visible(seen, each.at)) {
            draw_creature(seen, each);
            draw_health(seen, each);
        }
    draw_creature(seen, seen.state.hero);
}

void draw_floaters(const view& seen)
{
    for (const floater& each : seen.state.floaters) {
        const float share = each.age / floater_seconds;
        seen.write_centered(
            seen.pixel_x(each.x + 0.5f), seen.pixel_y(each.y - share), each.text,
            faded(each.tint, 2 - 2 * share));
    }
}

std::string number(std::string_view name, int value)
{
    return std::string{name} + " " + std::to_string(value);
}

void draw_hero_panel(const view& seen)
{
    const game& state = seen.state;
    const int full = full_health(state);
    const float top = map_view_height + 12;
    draw_bar(seen, {margin, top, bar_width, 20}, state.hero.hp, full);
    const std::string hp = std::to_string(std::max(state.hero.hp, 0)) + " / " + std::to_string(full);
    seen.write_line(margin + 8, top + 3, hp, text);
    seen.write_line(margin, top + 28, number("Depth", state.depth) + "  " + number("Gold", state.gold), text);
    const std::string learnt = std::to_string(state.experience) + "/" + std::to_string(next_level_at(state));
    seen.write_line(margin, top + 50, number("Level", state.level) + "  " + learnt, text);
    const std::string worn = number("Sword", carried(state, item_kind::sword)) + "  " +
                             number("Shield", carried(state, item_kind::shield));
    seen.write_line(margin, top + 72, worn, faint_text);
}

void draw_bag(const view& seen)
{
    const float left = 280, top = map_view_height + 12;
    seen.write_line(left, top + 3, number("1 drink   ", carried(seen.state, item_kind::potion)), text);
    seen.write_line(left, top + 28, number("2 read    ", carried(seen.state, item_kind::scroll)), text);
    seen.write_line(left, top + 50, number("3 throw   ", carried(seen.state, item_kind::bomb)), text);
    seen.write_line(left, top + 72, "Enter, on stairs", faint_text);
}

void draw_messages(const view& seen)
{
    const auto& messages = seen.state.messages;
    const std::size_t count = std::min(shown_messages, messages.size());
    float y = map_view_height + 12;
    for (auto each = messages.end() - static_cast<std::ptrdiff_t>(count); each != messages.end(); ++each) {
        const bool fresh = each->turn + 1 >= seen.state.turn;
        seen.write_line(500, y + 3, each->text.substr(0, 37), fresh ? text : faint_text);
        y += 23;
    }
}

void draw_panel(const view& seen)
{
    seen.to.fill({0, map_view_height, view_width, view_height - map_view_height}, panel);
    draw_hero_panel(seen);
    draw_bag(seen);
    draw_messages(seen);
}

void draw_end(const view& seen)
{
    if (seen.state.phase == phase::playing)
        return;
    seen.to.fill({0, 120, view_width, 260}, {10, 11, 18, 225});
    const float middle = view_width / 2;
    seen.write_centered(
        middle, 140, seen.state.phase == phase::won ? "YOU HAVE THE AMULET" : "YOU DIED", title);
    float y = 184;
    for (const record& each : seen.state.records) {
        std::string earned = number("gold", each.gold) + ", " + number("depth", each.depth) + ": ";
        seen.write_centered(middle, y, earned.append(each.fate), text);
        y += 24;
    }
    seen.write_centered(middle, 344, "R to play again", faint_text);
}

} // namespace

void draw(painter& to, const art& with, const game& state)
{
    const creature& hero = state.hero;
    const view seen{to, with, state, offset(hero.shown_x, view_width), offset(hero.shown_y, map_view_height)};
    to.clear(background);
    draw_map(seen);
    draw_items(seen);
    draw_creatures(seen);
    draw_floaters(seen);
    draw_panel(seen);
    draw_end(seen);
}

} // namespace delve
