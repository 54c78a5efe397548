#include "supervisor/session/panel_input.hpp"

#include <algorithm>
#include <array>

namespace respawn::supervisor {

namespace {

using player::event_kind;
using namespace std::chrono_literals;

constexpr auto double_click_time = 400ms;
constexpr double rows_a_notch = 3;
constexpr std::uint32_t left_control = 224, right_control = 228, left_button = 1;

constexpr std::array row_keys{panel_key::up,        panel_key::down,         panel_key::left,
                              panel_key::right,     panel_key::home,         panel_key::end,
                              panel_key::enter,     panel_key::keypad_enter, panel_key::page_up,
                              panel_key::page_down, panel_key::escape};

std::uint16_t bit_of(std::uint32_t button)
{
    return button == 0 || button > 16 ? std::uint16_t{0} : static_cast<std::uint16_t>(1u << (button - 1));
}

} // namespace

void panel_input::set_size(std::uint32_t width, std::uint32_t height)
{
    layout_ = panel_layout{width, height};
}

panel_hit panel_input::under_mouse() const
{
    return panel_.is_open() ? layout_.at(mouse_x_, mouse_y_, panel_.content()) : panel_hit{};
}

bool panel_input::wants_text() const
{
    return panel_.is_open() && panel_.has_line();
}

bool panel_input::wants_key(std::uint32_t key) const
{
    if (key == panel_key::f12 || wants_text())
        return true;
    return wants_mouse() && panel_.has_selection() &&
           std::find(row_keys.begin(), row_keys.end(), key) != row_keys.end();
}

bool panel_input::wants_mouse() const
{
    return under_mouse().what != panel_hit::part::outside;
}

bool panel_input::take(const player::event_data& event, const player::device_state& game)
{
    const std::uint32_t code = event.code;
    switch (static_cast<event_kind>(event.kind)) {
    case event_kind::key_down:
        return code < player::key_count && take_key_down(code, game);
    case event_kind::key_up: {
        const bool is_ours = code < player::key_count && keys_[code];
        if (is_ours)
            keys_.reset(code);
        return is_ours;
    }
    case event_kind::text:
        if (!wants_text())
            return false;
        was_active_ = true;
        panel_.type({event.text, std::find(std::begin(event.text), std::end(event.text), '\0')});
        return true;
    case event_kind::mouse_move:
        return take_mouse_move(event.x, event.y, game);
    case event_kind::mouse_down:
        return take_mouse_down(code, game);
    case event_kind::mouse_up: {
        const bool is_ours = (buttons_ & bit_of(code)) != 0;
        buttons_ = static_cast<std::uint16_t>(buttons_ & ~bit_of(code));
        drags_scrollbar_ = drags_scrollbar_ && buttons_ != 0;
        return is_ours;
    }
    case event_kind::mouse_wheel:
        if (!wants_mouse())
            return false;
        was_active_ = true;
        panel_.scroll(-rows_a_notch * static_cast<double>(event.y));
        return true;
    default:
        return false;
    }
}

bool panel_input::take_key_down(std::uint32_t key, const player::device_state& game)
{
    // One that the game has the press of repeats there.
    if (game.keys[key] || (!keys_[key] && !wants_key(key)))
        return false;
    const bool repeats = keys_[key];
    keys_.set(key);
    if (key == panel_key::f12) {
        if (!repeats)
            panel_.toggle();
    } else if (wants_key(key)) {
        const auto is_held = [&](std::uint32_t each) { return keys_[each] || game.keys[each]; };
        panel_.press(key, is_held(left_control) || is_held(right_control));
    }
    was_active_ = true;
    return true;
}

bool panel_input::take_mouse_move(float x, float y, const player::device_state& game)
{
    mouse_x_ = x;
    mouse_y_ = y;
    if (drags_scrollbar_) {
        const auto& bar = layout_.scrollbar();
        panel_.scroll_to(static_cast<double>((y - bar.top) / bar.height()));
        was_active_ = true;
    }
    // What the game drags it drags to its end, and so does the panel.
    return buttons_ != 0 || (game.buttons == 0 && wants_mouse());
}

bool panel_input::take_mouse_down(std::uint32_t button, const player::device_state& game)
{
    if (!panel_.is_open() || bit_of(button) == 0)
        return false;
    was_active_ = true;
    if (buttons_ == 0 && (game.buttons != 0 || !wants_mouse())) {
        panel_.click_elsewhere();
        return false;
    }
    buttons_ = static_cast<std::uint16_t>(buttons_ | bit_of(button));
    if (button == left_button)
        click();
    return true;
}

void panel_input::click()
{
    using part = panel_hit::part;
    const auto hit = under_mouse();
    const auto now = now_();
    const std::uint64_t first_row = panel_.content().first_row;
    const bool is_second = hit.what == last_click_.what && hit.index == last_click_.index &&
                           first_row == last_first_row_ && now - last_click_time_ < double_click_time;
    last_click_ = is_second ? panel_hit{} : hit;
    last_click_time_ = now;
    last_first_row_ = first_row;
    const auto times = is_second ? inspector_panel::click::twice : inspector_panel::click::once;
    switch (hit.what) {
    case part::search:
        return panel_.click_search();
    case part::name:
        return panel_.click_row(hit.index, inspector_panel::column::name, times);
    case part::value:
        return panel_.click_row(hit.index, inspector_panel::column::value, times);
    case part::choice:
        return panel_.click_choice(hit.index);
    case part::scrollbar:
        drags_scrollbar_ = true;
        return panel_.scroll_to(static_cast<double>(hit.fraction));
    case part::editor:
        return;
    case part::nothing:
    case part::outside:
        return panel_.click_elsewhere();
    }
}

void panel_input::hide(player::device_state& devices, const player::device_state& before) const
{
    devices.keys &= ~keys_;
    devices.buttons = static_cast<std::uint16_t>(devices.buttons & ~buttons_);
    if (buttons_ != 0 || wants_mouse()) {
        devices.mouse_x = before.mouse_x;
        devices.mouse_y = before.mouse_y;
    }
}

} // namespace respawn::supervisor
