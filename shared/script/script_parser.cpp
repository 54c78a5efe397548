#include "shared/script/script_parser.hpp"

#include "shared/script/key_names.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

namespace respawn::player {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string quoted(std::string_view word)
{
    return "\"" + std::string{word} + "\"";
}

} // namespace

result<std::vector<input_script::step>> script_parser::parse(std::string_view text)
{
    while (!text.empty() && !failure_) {
        const auto end = std::min(text.find('\n'), text.size());
        ++line_number_;
        parse_line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (failure_)
        return *failure_;
    // A tap's release comes before what the same frame presses.
    std::move(steps_.begin(), steps_.end(), std::back_inserter(releases_));
    std::stable_sort(
        releases_.begin(), releases_.end(), [](const step& a, const step& b) { return a.frame < b.frame; });
    return std::move(releases_);
}

void script_parser::parse_line(std::string_view line)
{
    rest_ = line;
    const auto word = take_word();
    if (word.empty())
        return;
    std::uint64_t frame = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), frame);
    if (error != std::errc{} || end != word.data() + word.size() || frame == 0)
        return fail(quoted(word) + " is not a frame number (1, 2, ...); a line is e.g. 120 key left");
    parse_event(frame, take_word());
    if (const auto extra = take_word(); !extra.empty())
        fail(quoted(extra) + " is too much on this line; put one event on a line");
}

void script_parser::parse_event(std::uint64_t frame, std::string_view verb)
{
    if (verb == "key" || verb == "down" || verb == "up")
        press(frame, verb == "key" ? "" : verb, false, take_word());
    else if (verb == "button")
        parse_button(frame);
    else if (verb == "text")
        parse_text(frame);
    else if (verb == "mouse")
        parse_position(frame, event_kind::mouse_move);
    else if (verb == "wheel")
        parse_position(frame, event_kind::mouse_wheel);
    else if (verb == "focus")
        parse_focus(frame);
    else if (verb == "close")
        steps_.push_back({.frame = frame, .close = true});
    else
        fail(
            quoted(verb) + " is not an event; use key, down, up, text, mouse, button, wheel, focus or close");
}

void script_parser::parse_button(std::uint64_t frame)
{
    const auto word = take_word();
    if (word == "down" || word == "up")
        press(frame, word, true, take_word());
    else
        press(frame, "", true, word);
}

void script_parser::press(
    std::uint64_t frame, std::string_view direction, bool is_button, std::string_view name)
{
    const auto names = is_button ? button_names() : key_names();
    const auto* known = find_name(names, name);
    if (!known)
        return fail(
            quoted(name) + " is not a " + (is_button ? "button" : "key") + "; did you mean " +
            std::string{nearest_name(names, name)} +
            "? (names are those of respawn::" + (is_button ? "mouse_button" : "key") + ")");
    if (direction != "up")
        add(frame, is_button ? event_kind::mouse_down : event_kind::key_down, known->code);
    if (direction == "down")
        return;
    add(direction == "up" ? frame : frame + 1, is_button ? event_kind::mouse_up : event_kind::key_up,
        known->code);
    if (direction.empty()) {
        releases_.push_back(steps_.back());
        steps_.pop_back();
    }
}

void script_parser::parse_text(std::uint64_t frame)
{
    const auto begin = rest_.find_first_not_of(blanks);
    const auto end = rest_.rfind('"');
    if (begin == rest_.npos || rest_[begin] != '"' || end == begin)
        return fail("text takes characters in quotes, e.g. 40 text \"abc\"");
    for (const auto& event : text_events(rest_.substr(begin + 1, end - begin - 1)))
        steps_.push_back({.frame = frame, .event = event});
    rest_.remove_prefix(end + 1);
}

void script_parser::parse_focus(std::uint64_t frame)
{
    const auto word = take_word();
    if (word != "on" && word != "off")
        return fail("focus takes on or off, not " + quoted(word));
    add(frame, word == "on" ? event_kind::focus_gained : event_kind::focus_lost);
}

void script_parser::parse_position(std::uint64_t frame, event_kind kind)
{
    const auto x = take_number();
    const auto y = x ? take_number() : std::nullopt;
    if (!y)
        return;
    add(frame, kind);
    steps_.back().event.x = *x;
    steps_.back().event.y = *y;
}

std::optional<float> script_parser::take_number()
{
    const auto word = take_word();
    float number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error == std::errc{} && end == word.data() + word.size() && std::isfinite(number))
        return number;
    fail(quoted(word) + " is not a number; this event takes two of them, x and y");
    return std::nullopt;
}

std::string_view script_parser::take_word()
{
    const auto begin = std::min(rest_.find_first_not_of(blanks), rest_.size());
    rest_.remove_prefix(begin);
    if (rest_.starts_with('#'))
        rest_ = {};
    const auto word = rest_.substr(0, rest_.find_first_of(" \t\r#"));
    rest_.remove_prefix(word.size());
    return word;
}

void script_parser::add(std::uint64_t frame, event_kind kind, std::uint16_t code)
{
    steps_.push_back({.frame = frame});
    steps_.back().event.kind = static_cast<std::uint16_t>(kind);
    steps_.back().event.code = code;
}

void script_parser::fail(std::string_view what)
{
    if (!failure_)
        failure_ =
            failure{std::string{name_} + ":" + std::to_string(line_number_) + ": " + std::string{what}};
}

} // namespace respawn::player
