#include "shared/objects/values.hpp"

#include "shared/objects/value_parts.hpp"
#include "shared/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace respawn::objects {

namespace {

using schema::type_kind;
using schema::type_node;

// Integers.

std::int64_t sign_extended(std::uint64_t bits, std::uint64_t bytes)
{
    const unsigned shift = static_cast<unsigned>(64 - std::min(bytes, largest_integer_bytes) * 8);
    return static_cast<std::int64_t>(bits << shift) >> shift;
}

std::uint64_t load(const std::byte* source, std::uint64_t bytes)
{
    std::uint64_t bits = 0;
    std::memcpy(&bits, source, static_cast<std::size_t>(std::min(bytes, largest_integer_bytes)));
    return bits;
}

std::string hexadecimal(std::uint64_t number)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
    return "0x" + std::string{digits.data(), end};
}

std::string hexadecimal(const std::byte* source, std::uint64_t bytes)
{
    constexpr std::uint64_t most = 32;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "0x";
    for (std::uint64_t i = 0; i < std::min(bytes, most); ++i) {
        const auto byte = std::to_integer<unsigned>(source[i]);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return bytes > most ? text + "…" : text;
}

// Characters.

void append_utf8(std::string& text, char32_t character)
{
    if (character >= 0xd800 && character < 0xe000)
        character = text::replacement_character;
    if (character > 0x10ffff)
        character = text::replacement_character;
    const auto add = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (character < 0x80)
        return add(character);
    if (character < 0x800) {
        add(0xc0 | character >> 6);
    } else {
        if (character < 0x10000) {
            add(0xe0 | character >> 12);
        } else {
            add(0xf0 | character >> 18);
            add(0x80 | (character >> 12 & 0x3f));
        }
        add(0x80 | (character >> 6 & 0x3f));
    }
    add(0x80 | (character & 0x3f));
}

bool is_high_surrogate(char32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}
bool is_low_surrogate(char32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

std::string utf8_of(std::string_view bytes)
{
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty())
        append_utf8(text, text::take_character(bytes));
    return text;
}

// Of 1, 2 or 4 bytes each.
std::string utf8_of(std::span<const std::byte> characters, std::uint64_t character_bytes)
{
    if (character_bytes == 1)
        return utf8_of(std::string_view{reinterpret_cast<const char*>(characters.data()), characters.size()});
    std::string text;
    const std::size_t count = characters.size() / character_bytes;
    const auto unit = [&](std::size_t i) {
        return static_cast<char32_t>(load(characters.data() + i * character_bytes, character_bytes));
    };
    for (std::size_t i = 0; i < count; ++i) {
        char32_t character = unit(i);
        if (character_bytes == 2 && is_high_surrogate(character) && i + 1 < count &&
            is_low_surrogate(unit(i + 1)))
            character = 0x10000 + ((character - 0xd800) << 10) + (unit(++i) - 0xdc00);
        append_utf8(text, character);
    }
    return text;
}

std::string escaped(std::string_view text, char quote)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result{quote};
    for (const char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        if (each == quote || each == '\\')
            (result += '\\') += each;
        else if (each == '\n')
            result += "\\n";
        else if (each == '\t')
            result += "\\t";
        else if (each == '\r')
            result += "\\r";
        else if (byte < 0x20 || byte == 0x7f)
            ((result += "\\x") += digits[byte >> 4]) += digits[byte & 15];
        else
            result += each;
    }
    return result + quote;
}

// Floating point.

bool is_encoded_soundly(const std::byte* source, std::uint64_t bytes)
{
    // The x87 format has bit patterns that no number has: the library's functions need not know them.
    if (bytes != sizeof(long double) || std::numeric_limits<long double>::digits != 64)
        return true;
    const std::uint64_t mantissa = load(source, 8), exponent = load(source + 8, 2) & 0x7fff;
    return (mantissa >> 63) == (exponent == 0 ? 0u : 1u);
}

template <class Float>
value float_value(const std::byte* source)
{
    Float number;
    std::memcpy(&number, source, sizeof number);
    if (std::isnan(number))
        return {value::form::word, "nan"};
    if (std::isinf(number))
        return {value::form::word, number < 0 ? "-inf" : "inf"};
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
    if (end.ec != std::errc{})
        return {value::form::word, "a number too long to show"};
    return {value::form::number, {text.data(), end.ptr}};
}

value any_float(const std::byte* source, std::uint64_t bytes)
{
    if (bytes == sizeof(float))
        return float_value<float>(source);
    if (bytes == sizeof(double))
        return float_value<double>(source);
    if (bytes == sizeof(long double) && is_encoded_soundly(source, bytes))
        return float_value<long double>(source);
    return {value::form::word, hexadecimal(source, bytes)};
}

// Enumerations.

std::string number_text(const type_list& types, const type_node& enumeration, std::uint64_t bits)
{
    return is_signed(types, enumeration) ? std::to_string(sign_extended(bits, enumeration.size_bytes))
                                         : std::to_string(bits & mask_of(enumeration.size_bytes));
}

// "burning|wet": each a single bit of its own, and all of them together the value.
std::string flags_text(const type_node& type, std::uint64_t bits)
{
    std::string text;
    std::uint64_t rest = bits;
    for (const schema::type_field& each : type.fields) {
        const std::uint64_t flag = each.offset & mask_of(type.size_bytes);
        if (!std::has_single_bit(flag) || (rest & flag) == 0)
            continue;
        rest &= ~flag;
        text += (text.empty() ? "" : "|") + each.name;
    }
    return rest == 0 ? text : "";
}

value enumeration_value(const type_list& types, const type_node& type, std::uint64_t bits)
{
    const std::uint64_t mask = mask_of(type.size_bytes);
    for (const schema::type_field& each : type.fields)
        if ((each.offset & mask) == (bits & mask))
            return {value::form::word, each.name};
    if (std::string flags = flags_text(type, bits & mask); !flags.empty())
        return {value::form::word, std::move(flags)};
    return {value::form::number, number_text(types, type, bits)};
}

// Times.

value scalar_value(const type_list& types, const type_node& type, const std::byte* source)
{
    const std::uint64_t bits = load(source, type.size_bytes);
    switch (type.kind) {
    case type_kind::boolean:
        if (type.size_bytes == 1 && bits > 1)
            return {value::form::word, hexadecimal(bits) + ", which is no bool"};
        return {value::form::truth, bits != 0 ? "true" : "false"};
    case type_kind::character:
        if (type.size_bytes == 1 && bits >= 0x80)
            return {value::form::word, hexadecimal(bits)};
        return {value::form::character, utf8_of({source, type.size_bytes}, type.size_bytes)};
    case type_kind::signed_integer:
        if (type.size_bytes > largest_integer_bytes)
            break;
        return {value::form::number, std::to_string(sign_extended(bits, type.size_bytes))};
    case type_kind::unsigned_integer:
        if (type.size_bytes > largest_integer_bytes)
            break;
        return {value::form::number, std::to_string(bits)};
    case type_kind::floating_point:
        return any_float(source, type.size_bytes);
    case type_kind::enumeration:
        if (type.size_bytes > largest_integer_bytes)
            break;
        return enumeration_value(types, type, bits);
    case type_kind::pointer:
    case type_kind::function_pointer:
        return {value::form::pointer, bits == 0 ? "null" : hexadecimal(bits), bits};
    default:
        break;
    }
    return {value::form::word, hexadecimal(source, type.size_bytes)};
}

std::optional<value> text_value(const state_bytes& state, const place& where, std::size_t max_bytes)
{
    const auto found = characters(state, *where.types, where.type, where.address);
    const std::uint64_t character_bytes = (*where.types)[where.node().element].size_bytes;
    if (!found || character_bytes > 4)
        return std::nullopt;
    return text_of(*found, character_bytes, max_bytes);
}

} // namespace

value text_of(std::span<const std::byte> characters, std::uint64_t character_bytes, std::size_t max_bytes)
{
    std::size_t given = std::min(characters.size(), max_bytes / character_bytes * character_bytes);
    // Not in the middle of a character.
    for (int i = 0; i < 3 && character_bytes == 1 && given > 0 && given < characters.size() &&
                    (std::to_integer<unsigned>(characters[given]) & 0xc0) == 0x80;
         ++i)
        --given;
    value result{value::form::text, utf8_of(characters.first(given), character_bytes)};
    result.left_out_bytes = characters.size() - given;
    return result;
}

std::optional<time_unit> time_unit_of(const type_list& types, std::uint32_t type)
{
    constexpr std::string_view before = "count_of_", after = "_s";
    const type_node& node = types[type];
    if (node.kind != type_kind::structure || node.fields.size() != 1)
        return std::nullopt;
    std::string_view name = node.fields.front().name;
    const std::size_t slash = name.find('/');
    const type_kind kind = types[node.fields.front().type].kind;
    if (!name.starts_with(before) || !name.ends_with(after) || slash == std::string_view::npos ||
        (kind != type_kind::signed_integer && kind != type_kind::unsigned_integer &&
         kind != type_kind::floating_point))
        return std::nullopt;
    const auto numerator = whole_number(name.substr(before.size(), slash - before.size()));
    const auto denominator = whole_number(name.substr(slash + 1, name.size() - slash - 1 - after.size()));
    if (!numerator || !denominator || *numerator == 0 || *denominator == 0)
        return std::nullopt;
    return time_unit{node.fields.front().type, *numerator, *denominator};
}

bool is_value(const type_list& types, std::uint32_t type)
{
    switch (types[type].kind) {
    case type_kind::boolean:
    case type_kind::character:
    case type_kind::signed_integer:
    case type_kind::unsigned_integer:
    case type_kind::floating_point:
    case type_kind::enumeration:
    case type_kind::pointer:
    case type_kind::opaque:
    case type_kind::string:
    case type_kind::ignored:
    case type_kind::function_pointer:
        return true;
    case type_kind::structure:
        return time_unit_of(types, type).has_value();
    default:
        return false;
    }
}

std::optional<value> read_value(const state_bytes& state, const place& where, std::size_t max_text_bytes)
{
    const type_node& type = where.node();
    if (type.kind == type_kind::string)
        return text_value(state, where, max_text_bytes);
    const std::byte* source = state.at(where.address, type.size_bytes);
    if (!source)
        return std::nullopt;
    if (where.bit)
        return value{
            value::form::truth,
            (std::to_integer<unsigned>(*source) >> *where.bit & 1u) != 0 ? "true" : "false"};
    if (type.kind == type_kind::structure) {
        const auto unit = time_unit_of(*where.types, where.type);
        if (!unit)
            return std::nullopt;
        const place count = where.field(type.fields.front());
        value result = scalar_value(*where.types, count.node(), source + (count.address - where.address));
        result.text += unit_text(*unit);
        result.what = value::form::word;
        return result;
    }
    return scalar_value(*where.types, type, source);
}

std::string quoted(std::string_view text)
{
    return escaped(text, '"');
}

std::string shown(const value& what)
{
    if (what.what == value::form::character)
        return escaped(what.text, '\'');
    if (what.what != value::form::text)
        return what.left_out_bytes == 0 ? what.text : what.text + "…";
    std::string text = escaped(what.text, '"');
    if (what.left_out_bytes == unknown_bytes)
        text += "…";
    else if (what.left_out_bytes != 0)
        text += "… (" + std::to_string(what.left_out_bytes) + " more bytes)";
    return text;
}

} // namespace respawn::objects
