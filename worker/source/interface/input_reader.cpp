#include "worker/source/interface/input_reader.hpp"

#include <algorithm>
#include <cstring>

namespace respawn {

namespace {

input_event to_event(const player::event_data& from)
{
    input_event to;
    to.what = static_cast<input_event::kind>(from.kind);
    to.key = static_cast<key>(from.code);
    to.button = static_cast<mouse_button>(from.code);
    to.repeat = (from.flags & player::event_repeat) != 0;
    to.modifiers = {
        (from.modifiers & 1) != 0, (from.modifiers & 2) != 0, (from.modifiers & 4) != 0,
        (from.modifiers & 8) != 0};
    to.position = {from.x, from.y};
    std::memcpy(to.text, from.text, sizeof to.text);
    return to;
}

std::uint16_t button_bit(std::uint16_t code)
{
    return static_cast<std::uint16_t>(1u << ((code - 1u) & 15u));
}

} // namespace

void input_access::read(const player::region_data& from, input& to)
{
    to.pressed_.reset();
    to.released_.reset();
    to.buttons_pressed_ = to.buttons_released_ = 0;
    to.wheel_ = {};
    to.text_.clear();
    to.events_.clear();
    for (std::size_t index = 0; index != std::min<std::size_t>(from.event_count, player::max_events); ++index)
        add_event(from.events[index], to);
    for (std::size_t code = 0; code != player::key_count; ++code)
        to.keys_[code] = (from.keys[code / 8] >> (code % 8) & 1) != 0;
    to.buttons_ = from.buttons;
    to.mouse_ = {from.mouse_x, from.mouse_y};
    to.window_size_ = {static_cast<float>(from.width), static_cast<float>(from.height)};
    to.focused_ = from.focused != 0;
    to.close_requested_ = from.close_requested != 0;
}

void input_access::add_event(const player::event_data& event, input& to)
{
    to.events_.push_back(to_event(event));
    const std::size_t code = event.code % player::key_count;
    switch (static_cast<player::event_kind>(event.kind)) {
    case player::event_kind::key_down:
        if ((event.flags & player::event_repeat) == 0)
            to.pressed_.set(code);
        break;
    case player::event_kind::key_up:
        to.released_.set(code);
        break;
    case player::event_kind::text:
        to.text_.append(event.text, ::strnlen(event.text, sizeof event.text));
        break;
    case player::event_kind::mouse_down:
        to.buttons_pressed_ = static_cast<std::uint16_t>(to.buttons_pressed_ | button_bit(event.code));
        break;
    case player::event_kind::mouse_up:
        to.buttons_released_ = static_cast<std::uint16_t>(to.buttons_released_ | button_bit(event.code));
        break;
    case player::event_kind::mouse_wheel:
        to.wheel_ = {to.wheel_.x + event.x, to.wheel_.y + event.y};
        break;
    default:
        break;
    }
}

namespace {

std::size_t index_of(key which)
{
    return static_cast<std::size_t>(which) % player::key_count;
}

bool has(std::uint16_t buttons, mouse_button which)
{
    return (buttons & button_bit(static_cast<std::uint16_t>(which))) != 0;
}

} // namespace

bool input::down(respawn::key which) const
{
    return keys_[index_of(which)];
}

bool input::down(mouse_button which) const
{
    return has(buttons_, which);
}

bool input::pressed(respawn::key which) const
{
    return pressed_[index_of(which)];
}

bool input::pressed(mouse_button which) const
{
    return has(buttons_pressed_, which);
}

bool input::released(respawn::key which) const
{
    return released_[index_of(which)];
}

bool input::released(mouse_button which) const
{
    return has(buttons_released_, which);
}

} // namespace respawn
