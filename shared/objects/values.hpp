#pragma once

#include "shared/objects/place.hpp"
#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Values as people read and write them.
namespace respawn::objects {

/// Of a text whose end nobody has looked for.
inline constexpr std::uint64_t unknown_bytes = ~std::uint64_t{0};

/// A value that has no parts: a number, an enumerator, a text, a time, a pointer.
struct value {
    enum class form : std::uint8_t {
        number,    ///< as JSON has them, too
        truth,     ///< true or false
        word,      ///< an enumerator, several of them, a time with its unit, nan
        character, ///< one, as UTF-8
        text,      ///< as UTF-8; what is none is replaced
        pointer,   ///< to `target`; `text` says null, or the address
    };
    form what = form::word;
    std::string text{};
    std::uint64_t target = 0;         ///< of a pointer
    std::uint64_t left_out_bytes = 0; ///< of a text or a name that is longer than was asked for
};

/// A duration of chrono, as the schema has them.
struct time_unit {
    std::uint32_t count_type = 0;
    std::uint64_t numerator = 1, denominator = 1; ///< of a second
};
[[nodiscard]] std::optional<time_unit> time_unit_of(const type_list& types, std::uint32_t type);

/// Whether objects of the type are values without parts.
[[nodiscard]] bool is_value(const type_list& types, std::uint32_t type);

/// Nothing: it is damaged. Only for types of which is_value() is true.
[[nodiscard]] std::optional<value> read_value(
    const state_bytes& state, const place& where, std::size_t max_text_bytes);

/// The characters of a string, of 1 to 4 bytes each, up to so many bytes of them.
[[nodiscard]] value text_of(
    std::span<const std::byte> characters, std::uint64_t character_bytes, std::size_t max_bytes);

/// As it is shown: texts and characters in quotes, with escapes for what can't be printed.
[[nodiscard]] std::string shown(const value& what);
/// `text` in double quotes.
[[nodiscard]] std::string quoted(std::string_view text);

/// Numbers, truth, enumerators and texts as the object's bytes, or as the characters of a string.
struct new_value {
    std::vector<std::byte> bytes;
    bool is_characters = false; ///< for a string: that many bytes of its character type
};

/// What a person wrote for an object of the type. A failure is a sentence that says what can be written
/// instead.
[[nodiscard]] result<new_value> parse_value(
    const type_list& types, std::uint32_t type, std::string_view text);

/// Whether an object, of the type that it was parsed for, has that value now.
[[nodiscard]] bool holds(const state_bytes& state, const place& where, const new_value& what);

/// The characters in `text` if it is one whole literal between quotes of that kind, with its escapes undone.
[[nodiscard]] std::optional<std::string> unquoted(std::string_view text, char quote = '"');

} // namespace respawn::objects
