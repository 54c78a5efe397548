#include "supervisor/display/overlay_text.hpp"

#include "shared/text/utf8.hpp"

#include <algorithm>
#include <deque>
#include <utility>

namespace respawn::supervisor {

namespace {

constexpr std::string_view ellipsis = "\xe2\x80\xa6";
/// Of the column of line numbers that g++ prints, with the bar behind it.
constexpr std::size_t widest_numbers = 10;

/// What Dear ImGui's 16 bits have no place for is replaced, and so is what turns the direction of text.
char32_t presentable(char32_t character)
{
    const bool is_control = character < 0x20 || (character >= 0x7f && character < 0xa0);
    if (is_control)
        return U' ';
    const bool turns_text = (character >= 0x200b && character <= 0x200f) ||
                            (character >= 0x2028 && character <= 0x202e) ||
                            (character >= 0x2066 && character <= 0x2069) || character == 0xfeff;
    return character > 0xffff || turns_text ? text::replacement_character : character;
}

void append(std::string& to, char32_t character)
{
    const auto byte = [&](char32_t bits) { to += static_cast<char>(bits); };
    if (character < 0x80)
        return byte(character);
    if (character < 0x800) {
        byte(0xc0 | character >> 6);
    } else {
        byte(0xe0 | character >> 12);
        byte(0x80 | (character >> 6 & 0x3f));
    }
    byte(0x80 | (character & 0x3f));
}

} // namespace

std::string one_line(std::string_view text, std::size_t max_characters)
{
    std::string line;
    std::size_t last = 0; ///< where the last character begins
    for (std::size_t count = 0; !text.empty(); ++count) {
        if (count == max_characters) {
            line.resize(last);
            return line.append(ellipsis);
        }
        last = line.size();
        append(line, presentable(text::take_character(text)));
    }
    return line;
}

std::vector<std::string> around_marker(std::vector<std::string> lines, std::size_t columns)
{
    std::size_t marker = 0;
    for (const auto& each : lines)
        if (const auto found = each.find('^');
            found != each.npos && each.find_first_not_of(" |~^") == each.npos)
            marker = std::max(marker, found);
    const auto wanted = columns * 3 / 4;
    if (marker < wanted || columns < 2 * widest_numbers)
        return lines;
    const auto left_out = marker - columns / 2;
    for (auto& each : lines) {
        const auto bar = each.substr(0, widest_numbers).find('|');
        const auto begin = bar == std::string::npos ? 0 : std::min(bar + 2, each.size());
        auto end = std::min(begin + left_out, each.size());
        while (end < each.size() && (static_cast<unsigned char>(each[end]) & 0xc0) == 0x80)
            ++end;
        const bool is_blank = each.find_first_not_of(' ', begin) >= end;
        each.replace(begin, end - begin, is_blank ? " " : ellipsis);
    }
    return lines;
}

std::string end_of_path(std::string_view path, std::size_t max_characters)
{
    constexpr std::size_t longest = 4096;
    std::deque<std::size_t> beginnings; ///< of the last characters of the line
    const auto line = one_line(path, longest);
    for (std::size_t at = 0; at != line.size(); ++at)
        if ((static_cast<unsigned char>(line[at]) & 0xc0) != 0x80) {
            beginnings.push_back(at);
            if (beginnings.size() > max_characters + 1)
                beginnings.pop_front();
        }
    if (beginnings.size() <= max_characters)
        return line;
    if (max_characters < 2)
        return std::string{ellipsis};
    const auto rest = std::string_view{line}.substr(beginnings[2]);
    // Whole folders, if that leaves the file's name.
    const auto slash = rest.find('/');
    const bool has_folder = slash != rest.npos && slash < rest.size() / 2;
    return std::string{ellipsis}.append(has_folder ? rest.substr(slash) : rest);
}

} // namespace respawn::supervisor
