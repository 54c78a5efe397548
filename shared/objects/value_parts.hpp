#pragma once

#include "shared/objects/values.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What reading values and writing them have in common.
namespace respawn::objects {

inline constexpr std::uint64_t largest_integer_bytes = 8;

inline std::uint64_t mask_of(std::uint64_t bytes)
{
    return bytes >= largest_integer_bytes ? ~std::uint64_t{0} : (std::uint64_t{1} << (bytes * 8)) - 1;
}

/// Of an enumeration: whether its values are.
inline bool is_signed(const type_list& types, const schema::type_node& type)
{
    return types[type.element].kind == schema::type_kind::signed_integer ||
           types[type.element].kind == schema::type_kind::character;
}

struct unit_name {
    std::string_view name;
    std::uint64_t numerator, denominator;
};
inline constexpr std::array<unit_name, 7> unit_names{
    {{"ns", 1, 1'000'000'000},
     {"us", 1, 1'000'000},
     {"ms", 1, 1'000},
     {"s", 1, 1},
     {"min", 60, 1},
     {"h", 3'600, 1},
     {"d", 86'400, 1}}};

inline std::string unit_text(const time_unit& unit)
{
    for (const unit_name& each : unit_names)
        if (each.numerator == unit.numerator && each.denominator == unit.denominator)
            return std::string{each.name};
    return " * " + std::to_string(unit.numerator) + "/" + std::to_string(unit.denominator) + " s";
}

/// All of the text must be one.
inline std::optional<std::uint64_t> whole_number(std::string_view text, int base = 10)
{
    std::uint64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number, base);
    return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional{number} : std::nullopt;
}

} // namespace respawn::objects
