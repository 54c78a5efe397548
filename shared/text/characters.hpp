#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

namespace respawn::text {

/// Where the first character is zero of those that are `character_bytes` large and follow each other from
/// `begin` on; npos: none of the whole ones is.
[[nodiscard]] inline std::size_t find_zero(
    std::string_view text, std::size_t character_bytes, std::size_t begin = 0)
{
    constexpr std::array<char, 16> zeros{};
    if (character_bytes == 1)
        return text.find('\0', begin);
    if (character_bytes == 0 || character_bytes > zeros.size())
        return std::string_view::npos;
    for (; begin <= text.size() && text.size() - begin >= character_bytes; begin += character_bytes)
        if (std::memcmp(text.data() + begin, zeros.data(), character_bytes) == 0)
            return begin;
    return std::string_view::npos;
}

} // namespace respawn::text
