#include "shared/input/input_queue.hpp"

#include "shared/input/input_taker.hpp"
#include "shared/text/utf8.hpp"

#include <algorithm>
#include <cstring>

namespace respawn::player {

namespace {

constexpr std::size_t button_count = 16;

event_data make_event(event_kind kind, std::size_t code = 0)
{
    event_data event{};
    event.kind = static_cast<std::uint16_t>(kind);
    event.code = static_cast<std::uint16_t>(code);
    return event;
}

bool is(const event_data& event, event_kind kind)
{
    return event.kind == static_cast<std::uint16_t>(kind);
}

/// Is it told by the window rather than by a device?
bool of_window(const event_data& event)
{
    return is(event, event_kind::resized);
}

} // namespace

std::vector<event_data> text_events(std::string_view text)
{
    std::vector<event_data> events;
    while (!text.empty()) {
        const auto whole = text;
        if (respawn::text::take_character(text) == respawn::text::replacement_character)
            continue;
        events.push_back(make_event(event_kind::text));
        std::memcpy(events.back().text, whole.data(), whole.size() - text.size());
    }
    return events;
}

void input_queue::push(const event_data& event)
{
    if (taker_ && taker_->take(event, devices_))
        return;
    switch (static_cast<event_kind>(event.kind)) {
    case event_kind::key_down:
    case event_kind::key_up:
        return push_key(event);
    case event_kind::mouse_down:
    case event_kind::mouse_up:
        return push_button(event);
    case event_kind::mouse_move:
        return move_mouse(event);
    case event_kind::text:
    case event_kind::mouse_wheel:
        return add(event);
    case event_kind::focus_gained:
    case event_kind::focus_lost:
        return set_focus(is(event, event_kind::focus_gained));
    case event_kind::resized:
        return resize(static_cast<std::uint32_t>(event.x), static_cast<std::uint32_t>(event.y));
    }
}

void input_queue::push_key(const event_data& event)
{
    if (event.code >= key_count)
        return;
    const bool down = is(event, event_kind::key_down);
    const bool was_down = devices_.keys[event.code];
    if (!down && !was_down)
        return;
    devices_.keys[event.code] = down;
    auto told = event;
    told.flags = down && was_down ? event_repeat : std::uint16_t{0};
    add(told);
}

void input_queue::push_button(const event_data& event)
{
    if (event.code == 0 || event.code > button_count)
        return;
    const bool down = is(event, event_kind::mouse_down);
    const auto bit = static_cast<std::uint16_t>(1u << (event.code - 1));
    if (down == ((devices_.buttons & bit) != 0))
        return;
    devices_.buttons = static_cast<std::uint16_t>(devices_.buttons ^ bit);
    auto told = event;
    told.x = devices_.mouse_x;
    told.y = devices_.mouse_y;
    add(told);
}

void input_queue::move_mouse(const event_data& event)
{
    if (event.x == devices_.mouse_x && event.y == devices_.mouse_y)
        return;
    devices_.mouse_x = event.x;
    devices_.mouse_y = event.y;
    add(event);
}

void input_queue::set_focus(bool focused)
{
    if (focused == devices_.focused)
        return;
    if (!focused)
        release_all();
    devices_.focused = focused;
    add(make_event(focused ? event_kind::focus_gained : event_kind::focus_lost));
}

void input_queue::release_all()
{
    for (std::size_t key = 0; key != key_count; ++key)
        push_key(make_event(event_kind::key_up, key));
    for (std::size_t button = 1; button <= button_count; ++button)
        push_button(make_event(event_kind::mouse_up, button));
}

void input_queue::resize(std::uint32_t width, std::uint32_t height)
{
    if (width == width_ && height == height_)
        return;
    width_ = width;
    height_ = height;
    auto event = make_event(event_kind::resized);
    event.x = static_cast<float>(width);
    event.y = static_cast<float>(height);
    add(event);
}

void input_queue::take(region_data& out)
{
    out.width = width_;
    out.height = height_;
    out.focused = devices_.focused;
    out.close_requested = close_requested_;
    out.buttons = devices_.buttons;
    out.mouse_x = devices_.mouse_x;
    out.mouse_y = devices_.mouse_y;
    std::fill(std::begin(out.keys), std::end(out.keys), std::uint8_t{0});
    for (std::size_t key = 0; key != key_count; ++key)
        if (devices_.keys[key])
            out.keys[key / 8] = static_cast<std::uint8_t>(out.keys[key / 8] | 1u << (key % 8));
    out.event_count = static_cast<std::uint32_t>(events_.size());
    std::copy(events_.begin(), events_.end(), std::begin(out.events));
    events_.clear();
}

void input_queue::restore(const device_state& devices)
{
    const device_state before = devices_;
    devices_ = devices;
    if (taker_)
        taker_->hide(devices_, before);
    std::erase_if(events_, [](const event_data& event) { return !of_window(event); });
}

void input_queue::add(event_data event)
{
    if (events_.size() == max_events) {
        // Where the mouse has been on its way matters least.
        const auto is_move = [](const event_data& candidate) {
            return is(candidate, event_kind::mouse_move);
        };
        const auto move = std::find_if(events_.begin(), events_.end(), is_move);
        events_.erase(move != events_.end() ? move : events_.begin());
    }
    event.modifiers = modifiers();
    events_.push_back(event);
}

std::uint16_t input_queue::modifiers() const
{
    // Left and right control, shift, alt, gui are 224..231 in this order; the layout's bits are shift,
    // control, alt, gui.
    const auto held = [&](std::size_t left) { return devices_.keys[left] || devices_.keys[left + 4]; };
    return static_cast<std::uint16_t>(held(225) * 1u | held(224) * 2u | held(226) * 4u | held(227) * 8u);
}

} // namespace respawn::player
