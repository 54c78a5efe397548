#include "shared/text/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace respawn::text {

namespace {

/// What may follow a first byte: how many bytes, and the range of the first of these. The ranges leave out
/// overlong forms, surrogates and what lies beyond U+10FFFF.
struct sequence {
    std::size_t followers;
    std::uint8_t low, high;
};

sequence sequence_of(std::uint8_t first)
{
    if (first >= 0xc2 && first <= 0xdf)
        return {1, 0x80, 0xbf};
    if (first >= 0xe0 && first <= 0xef)
        return {
            2, static_cast<std::uint8_t>(first == 0xe0 ? 0xa0 : 0x80),
            static_cast<std::uint8_t>(first == 0xed ? 0x9f : 0xbf)};
    if (first >= 0xf0 && first <= 0xf4)
        return {
            3, static_cast<std::uint8_t>(first == 0xf0 ? 0x90 : 0x80),
            static_cast<std::uint8_t>(first == 0xf4 ? 0x8f : 0xbf)};
    return {0, 0, 0};
}

std::uint8_t take_byte(std::string_view& text)
{
    const auto byte = static_cast<std::uint8_t>(text.front());
    text.remove_prefix(1);
    return byte;
}

} // namespace

char32_t take_character(std::string_view& text)
{
    const std::uint8_t first = take_byte(text);
    if (first < 0x80)
        return first;
    sequence rest = sequence_of(first);
    if (rest.followers == 0)
        return replacement_character;

    char32_t character = first & (0x3fu >> rest.followers);
    for (; rest.followers != 0; --rest.followers, rest.low = 0x80, rest.high = 0xbf) {
        if (text.empty())
            return replacement_character;
        const auto next = static_cast<std::uint8_t>(text.front());
        if (next < rest.low || next > rest.high)
            return replacement_character;
        character = (character << 6) | (take_byte(text) & 0x3fu);
    }
    return character;
}

std::size_t character_begin(std::string_view text, std::size_t index)
{
    while (index != 0 && (static_cast<unsigned char>(text[index]) & 0xc0) == 0x80)
        --index;
    return index;
}

} // namespace respawn::text
