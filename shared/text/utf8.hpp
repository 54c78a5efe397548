#pragma once

#include <cstddef>
#include <string_view>

namespace respawn::text {

/// Stands for what is not text: U+FFFD.
inline constexpr char32_t replacement_character = 0xfffd;

/// Takes the first character off `text`, which is not empty.
///
/// Bytes that are no UTF-8 (cut off, overlong, surrogates, beyond U+10FFFF) become one replacement character
/// for each longest piece that could have begun one, as the Unicode standard recommends. Source: The Unicode
/// Standard 15.0, section 3.9, table 3-7.
[[nodiscard]] char32_t take_character(std::string_view& text);

/// Where the character begins that the byte at `index` is a part of: text can be cut there.
[[nodiscard]] std::size_t character_begin(std::string_view text, std::size_t index);

} // namespace respawn::text
