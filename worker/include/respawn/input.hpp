#pragma once

#include <respawn/geometry.hpp>

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace respawn {

// clang-format off
/// A key by its place on the keyboard, named after the US layout. The values are USB HID usage ids.
enum class key : std::uint16_t {
    a = 4, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z,
    digit_1 = 30, digit_2, digit_3, digit_4, digit_5, digit_6, digit_7, digit_8, digit_9, digit_0,
    enter = 40, escape, backspace, tab, space, minus, equals, left_bracket, right_bracket, backslash,
    semicolon = 51, apostrophe, grave, comma, period, slash, caps_lock,
    f1 = 58, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12,
    insert = 73, home, page_up, delete_forward, end, page_down, right, left, down, up,
    keypad_divide = 84, keypad_multiply, keypad_minus, keypad_plus, keypad_enter,
    keypad_1 = 89, keypad_2, keypad_3, keypad_4, keypad_5, keypad_6, keypad_7, keypad_8, keypad_9, keypad_0,
    keypad_period = 99,
    left_control = 224, left_shift, left_alt, left_gui, right_control, right_shift, right_alt, right_gui,
};
// clang-format on

enum class mouse_button : std::uint16_t { left = 1, middle, right, back, forward };

/// Keys held while an event happened.
struct modifiers {
    bool shift = false, control = false, alt = false, gui = false;
};

/// One thing that happened between two frames, in the order it happened.
struct input_event {
    enum class kind : std::uint16_t {
        key_down = 1,
        key_up,
        text,
        mouse_move,
        mouse_down,
        mouse_up,
        mouse_wheel,
        focus_gained,
        focus_lost,
        resized,
    };

    kind what{};
    respawn::key key{};    ///< key_down, key_up
    mouse_button button{}; ///< mouse_down, mouse_up
    bool repeat = false;   ///< key_down: made by the keyboard's auto-repeat
    respawn::modifiers modifiers{};
    point position{}; ///< mouse events: pixels; mouse_wheel: amount; resized: the new size
    char text[16]{};  ///< text: UTF-8, zero-terminated
};

/// What the player did before this frame, as events and as state. Valid during its frame.
class input {
public:
    /// Is the key or button down at the start of this frame?
    [[nodiscard]] bool down(respawn::key key) const;
    [[nodiscard]] bool down(mouse_button button) const;

    /// Did it go down since the last frame? Auto-repeat does not count.
    [[nodiscard]] bool pressed(respawn::key key) const;
    [[nodiscard]] bool pressed(mouse_button button) const;

    /// Did it go up since the last frame?
    [[nodiscard]] bool released(respawn::key key) const;
    [[nodiscard]] bool released(mouse_button button) const;

    [[nodiscard]] point mouse() const { return mouse_; }
    /// Scrolled since the last frame; positive is right and away from the user.
    [[nodiscard]] point wheel() const { return wheel_; }
    /// Typed since the last frame, UTF-8.
    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::span<const input_event> events() const { return events_; }

    /// Size of the window, and so of the picture to draw, in pixels.
    [[nodiscard]] extent window_size() const { return window_size_; }
    [[nodiscard]] bool focused() const { return focused_; }
    /// The player asked to close the window: this is the game's last frame.
    [[nodiscard]] bool close_requested() const { return close_requested_; }

private:
    friend struct input_access;

    std::bitset<512> keys_;
    std::bitset<512> pressed_, released_;
    std::uint16_t buttons_ = 0, buttons_pressed_ = 0, buttons_released_ = 0;
    point mouse_, wheel_;
    extent window_size_;
    bool focused_ = false, close_requested_ = false;
    std::vector<input_event> events_;
    std::string text_;
};

} // namespace respawn
