#include "shared/objects/value_parts.hpp"
#include "shared/objects/values.hpp"
#include "shared/text/nearest.hpp"
#include "shared/text/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

// What people write for a value.
namespace respawn::objects {

namespace {

using schema::type_kind;
using schema::type_node;

bool is_utf8(std::string_view text)
{
    while (!text.empty()) {
        const std::string_view before = text;
        if (text::take_character(text) == text::replacement_character && !before.starts_with("\xef\xbf\xbd"))
            return false;
    }
    return true;
}

void append_unit(std::vector<std::byte>& bytes, char32_t unit, std::uint64_t character_bytes)
{
    const std::size_t before = bytes.size();
    bytes.resize(before + character_bytes);
    const auto value = static_cast<std::uint64_t>(unit);
    std::memcpy(bytes.data() + before, &value, character_bytes);
}

std::vector<std::byte> characters_of(std::string_view text, std::uint64_t character_bytes)
{
    std::vector<std::byte> bytes;
    if (character_bytes == 1) {
        bytes.resize(text.size());
        if (!text.empty())
            std::memcpy(bytes.data(), text.data(), text.size());
        return bytes;
    }
    while (!text.empty()) {
        const char32_t character = text::take_character(text);
        if (character_bytes == 2 && character >= 0x10000) {
            append_unit(bytes, 0xd800 + ((character - 0x10000) >> 10), 2);
            append_unit(bytes, 0xdc00 + ((character - 0x10000) & 0x3ff), 2);
        } else {
            append_unit(bytes, character, character_bytes);
        }
    }
    return bytes;
}

int digit_of(char letter)
{
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    const char small = static_cast<char>(letter | 0x20);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

} // namespace

std::optional<std::string> unquoted(std::string_view text, char quote)
{
    if (text.size() < 2 || text.front() != quote || text.back() != quote)
        return std::nullopt;
    text = text.substr(1, text.size() - 2);
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == quote)
            return std::nullopt;
        if (text[i] != '\\') {
            result += text[i];
            continue;
        }
        if (++i == text.size())
            return std::nullopt;
        switch (text[i]) {
        case 'n':
            result += '\n';
            break;
        case 't':
            result += '\t';
            break;
        case 'r':
            result += '\r';
            break;
        case '0':
            result += '\0';
            break;
        case 'x': {
            if (i + 2 >= text.size() || digit_of(text[i + 1]) < 0 || digit_of(text[i + 2]) < 0)
                return std::nullopt;
            result += static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]));
            i += 2;
            break;
        }
        default:
            result += text[i];
        }
    }
    return result;
}

namespace {

std::string name_of(const type_list& types, std::uint32_t type)
{
    return schema::describe(types, type);
}

failure no_value(std::string_view text, const std::string& type, const std::string& instead)
{
    return failure{quoted(text) + " is no " + type + ": give " + instead};
}

new_value as_bytes(std::uint64_t bits, std::uint64_t bytes)
{
    new_value made;
    made.bytes.resize(static_cast<std::size_t>(bytes));
    std::memcpy(made.bytes.data(), &bits, made.bytes.size());
    return made;
}

struct written_number {
    bool is_negative = false;
    std::uint64_t magnitude = 0;
};

// "12", "-3", "0x1f", "1'000'000".
std::optional<written_number> parse_integer(std::string_view text)
{
    written_number number;
    if (text.starts_with('-') || text.starts_with('+')) {
        number.is_negative = text.front() == '-';
        text.remove_prefix(1);
    }
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits), [](char c) { return c != '\''; });
    const bool is_hexadecimal = digits.starts_with("0x") || digits.starts_with("0X");
    const auto magnitude =
        whole_number(std::string_view{digits}.substr(is_hexadecimal ? 2 : 0), is_hexadecimal ? 16 : 10);
    if (!magnitude)
        return std::nullopt;
    number.magnitude = *magnitude;
    return number;
}

// Nothing: it is no whole number, or does not fit.
std::optional<std::uint64_t> bits_of(std::string_view text, std::uint64_t bytes, bool is_signed)
{
    const auto number = parse_integer(text);
    if (!number)
        return std::nullopt;
    const std::uint64_t most = is_signed ? mask_of(bytes) >> 1 : mask_of(bytes);
    const std::uint64_t most_below = is_signed ? most + 1 : 0;
    if (number->magnitude > (number->is_negative ? most_below : most))
        return std::nullopt;
    return number->is_negative ? ~number->magnitude + 1 : number->magnitude;
}

std::string range_text(std::uint64_t bytes, bool is_signed)
{
    const std::uint64_t most = is_signed ? mask_of(bytes) >> 1 : mask_of(bytes);
    return "a whole number from " + (is_signed ? "-" + std::to_string(most + 1) : "0") + " to " +
           std::to_string(most);
}

result<new_value> parse_whole(
    const std::string& type, std::uint64_t bytes, bool is_signed, std::string_view text)
{
    if (bytes > largest_integer_bytes)
        return failure{"numbers of " + std::to_string(bytes) + " bytes can't be set"};
    const auto bits = bits_of(text, bytes, is_signed);
    if (!bits)
        return no_value(text, type, range_text(bytes, is_signed));
    return as_bytes(*bits, bytes);
}

result<new_value> parse_truth(std::uint64_t bytes, std::string_view text)
{
    const bool is_true = text == "true" || text == "1";
    if (!is_true && text != "false" && text != "0")
        return no_value(text, "bool", "true or false");
    return as_bytes(is_true ? 1 : 0, bytes);
}

result<new_value> parse_character(std::uint64_t bytes, std::string_view text)
{
    const std::uint64_t largest = bytes == 1 ? 0x7f : bytes == 2 ? 0xffff : 0x10ffff;
    std::string literal = unquoted(text, '\'').value_or(std::string{text});
    std::string_view rest = literal;
    if (!rest.empty()) {
        const char32_t character = text::take_character(rest);
        if (rest.empty() && character <= largest && is_utf8(literal))
            return as_bytes(character, bytes);
    }
    if (const auto bits = bits_of(text, bytes, false))
        return as_bytes(*bits, bytes);
    return no_value(
        text, bytes == 1 ? "char" : "char" + std::to_string(bytes * 8),
        "one character, such as x or '\\n', or its number, such as 0x41");
}

template <class Float>
result<new_value> parse_float(std::string_view text, const char* type)
{
    Float number{};
    const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
    const char* const end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, number);
    if (parsed.ec == std::errc::result_out_of_range && parsed.ptr == end)
        return failure{quoted(text) + " does not fit into a " + type};
    if (parsed.ec != std::errc{} || parsed.ptr != end)
        return no_value(text, type, "a number, such as 0.5, 1e-3, inf or nan");
    // What is behind an x87 number in its 16 bytes is not a part of it.
    constexpr std::size_t x87_bytes = 10;
    new_value made;
    made.bytes.resize(sizeof number);
    std::memcpy(
        made.bytes.data(), &number, std::numeric_limits<Float>::digits == 64 ? x87_bytes : sizeof number);
    return made;
}

result<new_value> parse_any_float(std::uint64_t bytes, std::string_view text)
{
    if (bytes == sizeof(float))
        return parse_float<float>(text, "float");
    if (bytes == sizeof(double))
        return parse_float<double>(text, "double");
    if (bytes == sizeof(long double))
        return parse_float<long double>(text, "long double");
    return failure{"numbers of " + std::to_string(bytes) + " bytes can't be set"};
}

std::string enumerators_text(const type_node& type)
{
    constexpr std::size_t most = 12;
    std::string text;
    for (std::size_t i = 0; i < type.fields.size() && i < most; ++i)
        text += (i == 0 ? "" : ", ") + type.fields[i].name;
    return type.fields.size() > most ? text + ", …" : text;
}

// "red", or "burning|wet".
result<new_value> parse_enumeration(const type_list& types, std::uint32_t type, std::string_view text)
{
    const type_node& node = types[type];
    const bool has_sign = is_signed(types, node);
    if (const auto bits = bits_of(text, node.size_bytes, has_sign))
        return as_bytes(*bits, node.size_bytes);
    if (node.fields.empty() || parse_integer(text))
        return no_value(text, node.name, range_text(node.size_bytes, has_sign));
    std::uint64_t bits = 0;
    for (std::string_view rest = text; !rest.empty();) {
        const std::string_view part = rest.substr(0, rest.find('|'));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        // As it is written in the code, too.
        const std::size_t colon = part.rfind(':');
        const std::string_view name = colon == std::string_view::npos ? part : part.substr(colon + 1);
        const auto found = std::find_if(
            node.fields.begin(), node.fields.end(), [&](const auto& each) { return each.name == name; });
        if (found == node.fields.end()) {
            const std::vector<std::string_view> names = [&] {
                std::vector<std::string_view> all;
                for (const auto& each : node.fields)
                    all.push_back(each.name);
                return all;
            }();
            const auto meant = text::nearest(name, names);
            return failure{
                node.name + " has no enumerator " + quoted(name) +
                (meant.empty() ? "" : ", perhaps you meant " + std::string{meant}) + "; it has " +
                enumerators_text(node)};
        }
        bits |= found->offset;
    }
    if (text.empty())
        return no_value(text, node.name, "one of " + enumerators_text(node));
    return as_bytes(bits, node.size_bytes);
}

result<new_value> parse_characters(std::uint64_t character_bytes, std::string_view text)
{
    const std::string content = unquoted(text).value_or(std::string{text});
    if (character_bytes > 4)
        return failure{"strings of such characters can't be set"};
    if (character_bytes > 1 && !is_utf8(content))
        return failure{quoted(text) + " is not UTF-8, of which a text of larger characters is made"};
    return new_value{characters_of(content, character_bytes), true};
}

// In the unit that the type counts in, or with another one's name behind the number.
result<new_value> parse_time(const type_list& types, const time_unit& unit, std::string_view text)
{
    const type_node& count = types[unit.count_type];
    const std::size_t letters = text.find_last_of("0123456789.");
    const std::string_view name = letters == std::string_view::npos ? "" : text.substr(letters + 1);
    const auto named = std::find_if(
        unit_names.begin(), unit_names.end(), [&](const unit_name& each) { return each.name == name; });
    const failure wrong = no_value(
        text, "duration",
        "a number of" + std::string{unit_text(unit).starts_with(' ') ? "" : " "} + unit_text(unit) +
            ", or one with a unit, such as 16ms, 1.5s or 2min");
    if (!name.empty() && named == unit_names.end())
        return wrong;
    const std::string_view digits = text.substr(0, text.size() - name.size());
    const bool is_same =
        name.empty() || (named->numerator == unit.numerator && named->denominator == unit.denominator);
    if (is_same && count.kind == type_kind::floating_point)
        return parse_any_float(count.size_bytes, digits);
    if (is_same)
        if (auto made =
                parse_whole("duration", count.size_bytes, count.kind == type_kind::signed_integer, digits))
            return made;
    long double number = 0;
    const char* const end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end || !std::isfinite(number) || name.empty())
        return wrong;
    number *= static_cast<long double>(named->numerator) / static_cast<long double>(named->denominator);
    number *= static_cast<long double>(unit.denominator) / static_cast<long double>(unit.numerator);
    if (count.kind == type_kind::floating_point) {
        std::array<char, 64> written{};
        const auto last = std::to_chars(
            written.data(), written.data() + written.size(), number, std::chars_format::scientific);
        return parse_any_float(count.size_bytes, {written.data(), last.ptr});
    }
    if (std::fabs(number) > 1e19L)
        return wrong;
    std::array<char, 64> written{};
    const auto last = std::to_chars(
        written.data(), written.data() + written.size(), std::round(number), std::chars_format::fixed, 0);
    auto made = parse_whole(
        "duration", count.size_bytes, count.kind == type_kind::signed_integer, {written.data(), last.ptr});
    return made ? std::move(made) : wrong;
}

} // namespace

result<new_value> parse_value(const type_list& types, std::uint32_t type, std::string_view text)
{
    const type_node& node = types[type];
    switch (node.kind) {
    case type_kind::boolean:
        return parse_truth(node.size_bytes, text);
    case type_kind::character:
        return parse_character(node.size_bytes, text);
    case type_kind::signed_integer:
        return parse_whole(name_of(types, type), node.size_bytes, true, text);
    case type_kind::unsigned_integer:
        return parse_whole(name_of(types, type), node.size_bytes, false, text);
    case type_kind::floating_point:
        return parse_any_float(node.size_bytes, text);
    case type_kind::enumeration:
        return parse_enumeration(types, type, text);
    case type_kind::string:
        return parse_characters(types[node.element].size_bytes, text);
    case type_kind::structure:
        if (const auto unit = time_unit_of(types, type))
            return parse_time(types, *unit, text);
        break;
    default:
        break;
    }
    return failure{
        "a " + name_of(types, type) +
        " can't be set as a whole: name a number, a bool, an enumeration, a duration or a string in it"};
}

bool holds(const state_bytes& state, const place& where, const new_value& what)
{
    if (what.is_characters) {
        const auto found = characters(state, *where.types, where.type, where.address);
        return found && std::equal(found->begin(), found->end(), what.bytes.begin(), what.bytes.end());
    }
    const std::byte* bytes = state.at(where.address, what.bytes.size());
    return bytes && what.bytes.size() <= where.node().size_bytes &&
           std::equal(what.bytes.begin(), what.bytes.end(), bytes);
}

} // namespace respawn::objects
