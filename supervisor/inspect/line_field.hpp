#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace respawn::supervisor {

/// Keys of the keyboard that mean something while a line is typed: USB HID usage ids.
namespace panel_key {
inline constexpr std::uint32_t a = 4, enter = 40, escape = 41, backspace = 42, f12 = 69, home = 74,
                               page_up = 75, erase = 76, end = 77, page_down = 78, right = 79, left = 80,
                               down = 81, up = 82, keypad_enter = 88;
} // namespace panel_key

/// A line of text that a person types.
class line_field {
public:
    static constexpr std::size_t most_bytes = 4096;

    line_field() = default;
    /// All of it is selected.
    explicit line_field(std::string text);

    /// Bytes that are no UTF-8, control characters, and what is too much are left out.
    void insert(std::string_view text);
    /// Whether it is a key that moves the cursor or takes something away.
    bool press(std::uint32_t key, bool with_control);
    void select_all() { all_selected_ = !text_.empty(); }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] std::size_t cursor() const { return cursor_; }
    [[nodiscard]] bool all_selected() const { return all_selected_; }

private:
    [[nodiscard]] std::size_t before() const;
    [[nodiscard]] std::size_t behind() const;
    void erase(std::size_t first, std::size_t last);

    std::string text_;
    std::size_t cursor_ = 0; ///< in bytes, between two characters
    bool all_selected_ = false;
};

} // namespace respawn::supervisor
