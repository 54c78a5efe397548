#include "supervisor/inspect/line_field.hpp"

#include "shared/text/utf8.hpp"

#include <utility>

namespace respawn::supervisor {

namespace {

bool continues(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

} // namespace

line_field::line_field(std::string text) : text_{std::move(text)}, cursor_{text_.size()}
{
    select_all();
}

void line_field::insert(std::string_view text)
{
    std::string taken;
    while (!text.empty()) {
        const auto whole = text;
        const char32_t character = text::take_character(text);
        if (character >= 0x20 && character != 0x7f && character != text::replacement_character)
            taken += whole.substr(0, whole.size() - text.size());
    }
    if (taken.empty())
        return;
    if (all_selected_)
        erase(0, text_.size());
    if (text_.size() + taken.size() > most_bytes)
        return;
    text_.insert(cursor_, taken);
    cursor_ += taken.size();
}

bool line_field::press(std::uint32_t key, bool with_control)
{
    const bool was_selected = std::exchange(all_selected_, false);
    switch (key) {
    case panel_key::left:
        cursor_ = was_selected || with_control ? 0 : before();
        return true;
    case panel_key::right:
        cursor_ = was_selected || with_control ? text_.size() : behind();
        return true;
    case panel_key::home:
        cursor_ = 0;
        return true;
    case panel_key::end:
        cursor_ = text_.size();
        return true;
    case panel_key::backspace:
        was_selected || with_control ? erase(0, was_selected ? text_.size() : cursor_)
                                     : erase(before(), cursor_);
        return true;
    case panel_key::erase:
        was_selected ? erase(0, text_.size()) : erase(cursor_, behind());
        return true;
    case panel_key::a:
        all_selected_ = with_control ? !text_.empty() : was_selected;
        return with_control;
    default:
        all_selected_ = was_selected;
        return false;
    }
}

std::size_t line_field::before() const
{
    std::size_t place = cursor_;
    while (place > 0 && continues(text_[--place])) {
    }
    return place;
}

std::size_t line_field::behind() const
{
    if (cursor_ == text_.size())
        return cursor_;
    std::size_t place = cursor_ + 1;
    while (place < text_.size() && continues(text_[place]))
        ++place;
    return place;
}

void line_field::erase(std::size_t first, std::size_t last)
{
    text_.erase(first, last - first);
    cursor_ = first;
    all_selected_ = false;
}

} // namespace respawn::supervisor
