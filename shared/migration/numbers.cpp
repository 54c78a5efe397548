#include "shared/migration/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace respawn::migration {

namespace {

using schema::type_kind;
using schema::type_node;

template <class T>
T load(const std::byte* place)
{
    T value;
    std::memcpy(&value, place, sizeof value);
    return value;
}

template <class T>
void store(std::byte* place, T value)
{
    std::memcpy(place, &value, sizeof value);
}

number of_floating(long double value)
{
    return {number::form::floating, std::signbit(value), 0, value};
}

std::uint64_t load_unsigned(const type_node& type, const std::byte* place)
{
    std::uint64_t bits = 0;
    std::memcpy(&bits, place, std::min<std::size_t>(type.size_bytes, sizeof bits));
    return bits;
}

// The largest magnitudes that the type has, above and below 0.
struct limits {
    std::uint64_t above, below;
};

limits limits_of(const type_node& type)
{
    const std::uint64_t bits = std::min<std::uint64_t>(type.size_bytes * 8, 64);
    const std::uint64_t all = ~std::uint64_t{0} >> (64 - bits);
    if (!is_signed(type))
        return {all, 0};
    return {all >> 1, (all >> 1) + 1};
}

bool write_integer(const type_node& type, std::byte* place, bool is_negative, std::uint64_t magnitude)
{
    const limits most = limits_of(type);
    const std::uint64_t kept = std::min(magnitude, is_negative ? most.below : most.above);
    const std::uint64_t bits = is_negative ? ~kept + 1 : kept;
    std::memcpy(place, &bits, std::min<std::size_t>(type.size_bytes, sizeof bits));
    return kept != magnitude;
}

__extension__ using wide_integer = unsigned __int128;

wide_integer magnitude_of(const number& value)
{
    return static_cast<wide_integer>(value.magnitude_above) << 64 | value.magnitude;
}

bool write_wide_integer(const type_node& type, std::byte* place, bool is_negative, wide_integer magnitude)
{
    const wide_integer all = ~wide_integer{0} >> (128 - type.size_bytes * 8);
    const wide_integer above = is_signed(type) ? all >> 1 : all;
    const wide_integer below = is_signed(type) ? (all >> 1) + 1 : 0;
    const wide_integer kept = std::min(magnitude, is_negative ? below : above);
    const wide_integer bits = is_negative ? ~kept + 1 : kept;
    std::memcpy(place, &bits, type.size_bytes);
    return kept != magnitude;
}

number read_wide_integer(const type_node& type, const std::byte* place)
{
    const auto bits = load<wide_integer>(place);
    const bool is_negative = is_signed(type) && bits >> 127 != 0;
    const wide_integer magnitude = is_negative ? ~bits + 1 : bits;
    return {
        number::form::integer, is_negative, static_cast<std::uint64_t>(magnitude), 0,
        static_cast<std::uint64_t>(magnitude >> 64)};
}

bool write_floating_to_integer(const type_node& type, std::byte* place, long double value)
{
    constexpr long double above_all = 0x1p128L;
    if (std::isnan(value)) {
        write_integer(type, place, false, 0);
        return true;
    }
    const long double whole = std::trunc(std::fabs(value));
    const bool fits = whole < above_all;
    const wide_integer magnitude = fits ? static_cast<wide_integer>(whole) : ~wide_integer{0};
    const bool was_clamped =
        write_wide_integer(type, place, std::signbit(value) && magnitude != 0, magnitude);
    return was_clamped || !fits;
}

template <class T>
bool write_floating(std::byte* place, long double value)
{
    constexpr long double most = std::numeric_limits<T>::max();
    const bool is_too_large = std::isfinite(value) && std::fabs(value) > most;
    store(place, static_cast<T>(is_too_large ? std::copysign(most, value) : value));
    return is_too_large;
}

std::string decimal(wide_integer magnitude)
{
    std::string digits;
    do {
        digits += static_cast<char>('0' + static_cast<int>(magnitude % 10));
        magnitude /= 10;
    } while (magnitude != 0);
    std::reverse(digits.begin(), digits.end());
    return digits;
}

template <class T>
std::string shortest(T value)
{
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, value);
    return {text, end.ptr};
}

} // namespace

bool is_number(type_kind kind)
{
    return kind <= type_kind::enumeration;
}

bool is_signed(const type_node& type)
{
    // Plain char is, where respawn runs; wchar_t holds no negative characters.
    return type.kind == type_kind::signed_integer ||
           (type.kind == type_kind::character && type.size_bytes == 1);
}

number from_bits(std::uint64_t bits, bool is_signed)
{
    const bool is_negative = is_signed && static_cast<std::int64_t>(bits) < 0;
    return {number::form::integer, is_negative, is_negative ? ~bits + 1 : bits, 0};
}

std::uint64_t to_bits(const number& value)
{
    return value.is_negative ? ~value.magnitude + 1 : value.magnitude;
}

number read_number(const type_node& type, const std::byte* place)
{
    if (type.kind == type_kind::floating_point) {
        switch (type.size_bytes) {
        case sizeof(float):
            return of_floating(load<float>(place));
        case sizeof(double):
            return of_floating(load<double>(place));
        default:
            return of_floating(load<long double>(place));
        }
    }
    if (type.size_bytes == sizeof(wide_integer))
        return read_wide_integer(type, place);
    std::uint64_t bits = load_unsigned(type, place);
    const std::uint64_t unused_bits = 64 - std::min<std::uint64_t>(type.size_bytes * 8, 64);
    if (is_signed(type))
        bits = static_cast<std::uint64_t>(static_cast<std::int64_t>(bits << unused_bits) >> unused_bits);
    return from_bits(bits, is_signed(type));
}

bool write_number(const type_node& type, std::byte* place, const number& value)
{
    const bool is_floating = value.kind == number::form::floating;
    if (type.kind == type_kind::boolean) {
        store<std::uint8_t>(place, is_floating ? value.floating != 0 : magnitude_of(value) != 0);
        return false;
    }
    if (type.kind != type_kind::floating_point) {
        if (is_floating)
            return write_floating_to_integer(type, place, value.floating);
        if (type.size_bytes == sizeof(wide_integer) || value.magnitude_above != 0)
            return write_wide_integer(type, place, value.is_negative, magnitude_of(value));
        return write_integer(type, place, value.is_negative, value.magnitude);
    }
    const auto magnitude = static_cast<long double>(magnitude_of(value));
    const long double floating = is_floating ? value.floating : value.is_negative ? -magnitude : magnitude;
    switch (type.size_bytes) {
    case sizeof(float):
        return write_floating<float>(place, floating);
    case sizeof(double):
        return write_floating<double>(place, floating);
    default:
        store(place, floating);
        return false;
    }
}

std::string text_of(const number& value)
{
    if (value.kind == number::form::integer)
        return (value.is_negative ? "-" : "") + decimal(magnitude_of(value));
    if (static_cast<long double>(static_cast<float>(value.floating)) == value.floating)
        return shortest(static_cast<float>(value.floating));
    if (static_cast<long double>(static_cast<double>(value.floating)) == value.floating)
        return shortest(static_cast<double>(value.floating));
    return shortest(value.floating);
}

} // namespace respawn::migration
