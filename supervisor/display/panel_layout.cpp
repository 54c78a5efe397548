#include "supervisor/display/panel_layout.hpp"

#include "supervisor/display/overlay_fonts.hpp"

#include <algorithm>
#include <cmath>

namespace respawn::supervisor {

namespace {

constexpr float part_of_width = 0.6f, least_width = 34; // of the window; of a line's height
constexpr float name_part = 0.42f, value_part = 0.38f;

} // namespace

panel_layout::panel_layout(std::uint32_t width, std::uint32_t height)
{
    const auto size = static_cast<float>(overlay_text_size(width, height));
    const auto wide = static_cast<float>(width), high = static_cast<float>(height);
    const auto margin = std::floor(size * 0.9f), padding = std::floor(size * 0.6f);
    line_ = std::floor(size * 1.3f);
    indent_ = size;
    panel_.left = margin;
    // The banner stays in sight above.
    panel_.top = margin + std::floor(size * 2.6f);
    panel_.right =
        margin + std::min(wide - 2 * margin, std::floor(std::max(wide * part_of_width, size * least_width)));
    panel_.bottom = std::max(high - margin, panel_.top + 6 * line_);
    const auto left = panel_.left + padding, right = panel_.right - padding;
    title_ = {left, panel_.top + padding, right, panel_.top + padding + line_};
    search_ = {
        left, title_.bottom + std::floor(padding / 2), right,
        title_.bottom + std::floor(padding / 2) + line_};
    message_ = {left, panel_.bottom - padding - line_, right, panel_.bottom - padding};
    const auto bar = std::floor(size * 0.5f);
    list_ = {
        left, search_.bottom + padding, right - bar - std::floor(padding / 2),
        message_.top - std::floor(padding / 2)};
    scrollbar_ = {right - bar, list_.top, right, list_.bottom};
    rows_ = static_cast<std::size_t>(std::max(std::floor(list_.height() / line_), 1.0f));
    value_left_ = list_.left + std::floor(list_.width() * name_part);
    type_left_ = value_left_ + std::floor(list_.width() * value_part);
}

panel_box panel_layout::row(std::size_t index) const
{
    const auto top = list_.top + line_ * static_cast<float>(index);
    return {list_.left, top, list_.right, top + line_};
}

panel_box panel_layout::editor(const panel_edit& what) const
{
    const auto line = row(what.row);
    return {value_left_ - std::floor(indent_ / 4), line.top, line.right, line.bottom};
}

/// Below the editor, or above it where there is no room.
panel_box panel_layout::choice(const panel_edit& what, std::size_t index) const
{
    const auto field = editor(what);
    const auto height = line_ * static_cast<float>(what.choices.size());
    const bool is_below = field.bottom + height <= list_.bottom;
    const auto top = (is_below ? field.bottom : field.top - height) + line_ * static_cast<float>(index);
    return {field.left, top, field.right, top + line_};
}

panel_box panel_layout::problem(const panel_edit& what) const
{
    const auto field = editor(what);
    auto top = field.bottom;
    if (!what.choices.empty())
        top = std::max(top, choice(what, what.choices.size() - 1).bottom);
    return {row(0).left, top, field.right, top + line_};
}

panel_hit panel_layout::at(float x, float y, const panel_content& what) const
{
    using part = panel_hit::part;
    if (what.edit) {
        for (std::size_t i = 0; i < what.edit->choices.size(); ++i)
            if (choice(*what.edit, i).contains(x, y))
                return {part::choice, i};
        if (editor(*what.edit).contains(x, y))
            return {part::editor};
    }
    if (!panel_.contains(x, y))
        return {};
    if (search_.contains(x, y))
        return {part::search};
    if (x >= scrollbar_.left && y >= scrollbar_.top && y < scrollbar_.bottom)
        return {part::scrollbar, 0, (y - scrollbar_.top) / scrollbar_.height()};
    if (!list_.contains(x, y))
        return {part::nothing};
    const auto index = static_cast<std::size_t>((y - list_.top) / line_);
    if (index >= what.rows.size())
        return {part::nothing};
    const bool is_value = x >= value_left_ && x < type_left_ && !what.rows[index].is_note;
    return {is_value ? part::value : part::name, index};
}

} // namespace respawn::supervisor
