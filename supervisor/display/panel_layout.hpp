#pragma once

#include "supervisor/display/panel_content.hpp"

#include <cstddef>
#include <cstdint>

namespace respawn::supervisor {

/// In whole pixels of the window.
struct panel_box {
    float left = 0, top = 0, right = 0, bottom = 0;
    [[nodiscard]] bool contains(float x, float y) const
    {
        return x >= left && x < right && y >= top && y < bottom;
    }
    [[nodiscard]] float width() const { return right - left; }
    [[nodiscard]] float height() const { return bottom - top; }
};

/// What of the panel lies at a place of the window.
struct panel_hit {
    enum class part : std::uint8_t { outside, nothing, search, name, value, scrollbar, editor, choice };
    part what = part::outside;
    std::size_t index = 0; ///< of panel_content::rows, or of the choices
    float fraction = 0;    ///< scrollbar: from its top to its bottom
};

/// Where the parts of the inspector panel are in a window of some size: on the left, over the game's picture.
/// The painter and the mouse go by it.
class panel_layout {
public:
    panel_layout(std::uint32_t width, std::uint32_t height);

    [[nodiscard]] panel_hit at(float x, float y, const panel_content& what) const;
    /// How many rows there is room for; at least 1.
    [[nodiscard]] std::size_t rows() const { return rows_; }

    [[nodiscard]] const panel_box& panel() const { return panel_; }
    [[nodiscard]] const panel_box& title() const { return title_; }
    [[nodiscard]] const panel_box& search() const { return search_; }
    [[nodiscard]] const panel_box& message() const { return message_; }
    [[nodiscard]] const panel_box& scrollbar() const { return scrollbar_; }
    [[nodiscard]] panel_box row(std::size_t index) const;
    /// Where the value of a row begins, and where its type does.
    [[nodiscard]] float value_left() const { return value_left_; }
    [[nodiscard]] float type_left() const { return type_left_; }
    [[nodiscard]] panel_box editor(const panel_edit& what) const;
    [[nodiscard]] panel_box choice(const panel_edit& what, std::size_t index) const;
    /// The corner below the editor and its choices.
    [[nodiscard]] panel_box problem(const panel_edit& what) const;
    [[nodiscard]] float line_height() const { return line_; }
    [[nodiscard]] float indent() const { return indent_; }

private:
    float line_, indent_;
    panel_box panel_, title_, search_, list_, scrollbar_, message_;
    float value_left_, type_left_;
    std::size_t rows_;
};

/// So many choices are in view.
inline constexpr std::size_t most_choices = 8;

} // namespace respawn::supervisor
