#include "supervisor/command/values.hpp"

#include "shared/journal/layout.hpp"
#include "shared/pictures/layout.hpp"
#include "supervisor/report/units.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace respawn::supervisor {
namespace {

constexpr std::uint64_t page_bytes = journal::page_bytes;
constexpr std::uint64_t address_end = 0x7fff'ffff'f000; // of a process on x86-64

// The whole of `text`, or nothing.
std::optional<std::uint64_t> number(std::string_view text, int base = 10)
{
    std::uint64_t value = 0;
    const auto* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value, base);
    return parsed.ec == std::errc{} && parsed.ptr == end ? std::optional{value} : std::nullopt;
}

// The power of two that a unit stands for, or nothing.
std::optional<int> shift_of(std::string_view unit)
{
    constexpr std::string_view letters = "KMGT";
    if (unit.empty() || unit == "B")
        return 0;
    const auto letter = letters.find(static_cast<char>(unit.front() & ~0x20));
    const auto rest = unit.substr(1);
    if (letter == std::string_view::npos || !(rest.empty() || rest == "B" || rest == "iB"))
        return std::nullopt;
    return 10 * (static_cast<int>(letter) + 1);
}

std::optional<std::uint64_t> bytes(std::string_view text)
{
    const auto digits = text.substr(0, text.find_first_not_of("0123456789"));
    auto unit = text.substr(digits.size());
    unit.remove_prefix(unit.starts_with(' ') ? 1 : 0);
    const auto count = number(digits);
    const auto shift = shift_of(unit);
    if (!count || !shift || *count > (std::numeric_limits<std::uint64_t>::max() >> *shift))
        return std::nullopt;
    return *count << *shift;
}

} // namespace

result<std::uint64_t> parse_number(std::string_view text, std::uint64_t least, std::uint64_t most)
{
    const auto value = number(text);
    if (!value || *value < least || *value > most)
        return failure{fmt::format("give a whole number from {} to {}", least, most)};
    return *value;
}

result<std::uint64_t> parse_bytes(std::string_view text, std::uint64_t least, std::uint64_t most)
{
    const auto value = bytes(text);
    if (!value || *value < least || *value > most) {
        return failure{fmt::format(
            "give a size from {} to {}, such as 64M or 2GiB", report::bytes_text(least),
            report::bytes_text(most))};
    }
    return (*value + page_bytes - 1) / page_bytes * page_bytes;
}

result<std::uint64_t> parse_address(std::string_view text)
{
    const auto digits = text.starts_with("0x") || text.starts_with("0X") ? text.substr(2) : text;
    const auto value = number(digits, 16);
    if (!value || *value == 0 || *value % page_bytes != 0 || *value >= address_end)
        return failure{"give a hexadecimal address that is a multiple of 0x1000, such as 0x200000000000"};
    return *value;
}

result<std::chrono::milliseconds> parse_seconds(std::string_view text)
{
    constexpr double most_seconds = 24 * 60 * 60;
    double seconds = 0;
    const auto* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, seconds);
    // Written so that it also refuses what is no number at all.
    if (parsed.ec != std::errc{} || parsed.ptr != end || !(seconds >= 0 && seconds <= most_seconds))
        return failure{"give a time in seconds, such as 2 or 0.5, or 0 for none"};
    return std::chrono::milliseconds{std::llround(seconds * 1000)};
}

result<picture_size> parse_picture_size(std::string_view text)
{
    const auto cross = text.find('x');
    const auto after = cross == std::string_view::npos ? std::string_view{} : text.substr(cross + 1);
    const auto width = parse_number(text.substr(0, cross), 1, pictures::max_width);
    const auto height = parse_number(after, 1, pictures::max_height);
    if (!width || !height) {
        return failure{fmt::format(
            "give a width and a height in pixels, up to {}x{}, such as 960x720", pictures::max_width,
            pictures::max_height)};
    }
    return picture_size{static_cast<unsigned>(*width), static_cast<unsigned>(*height)};
}

} // namespace respawn::supervisor
