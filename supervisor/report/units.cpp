#include "supervisor/report/units.hpp"

#include <fmt/format.h>

#include <array>

namespace respawn::report {
namespace {

std::string without_zero_decimal(double value)
{
    auto text = fmt::format("{:.1f}", value);
    if (text.ends_with(".0"))
        text.resize(text.size() - 2);
    return text;
}

} // namespace

std::string milliseconds_text(std::chrono::nanoseconds duration)
{
    const auto milliseconds = std::chrono::duration<double, std::milli>{duration}.count();
    return milliseconds < 9.95 ? without_zero_decimal(milliseconds) : fmt::format("{:.0f}", milliseconds);
}

std::string duration_text(std::chrono::nanoseconds duration)
{
    if (duration < std::chrono::milliseconds{1000})
        return milliseconds_text(duration) + " ms";
    return fmt::format("{:.1f} s", std::chrono::duration<double>{duration}.count());
}

std::string bytes_text(std::uint64_t bytes)
{
    constexpr std::array units{"KiB", "MiB", "GiB", "TiB"};
    if (bytes < 1024)
        return fmt::format("{} bytes", bytes);
    auto value = static_cast<double>(bytes) / 1024;
    std::size_t unit = 0;
    while (value >= 1023.95 && unit + 1 < units.size()) {
        value /= 1024;
        ++unit;
    }
    return fmt::format("{} {}", without_zero_decimal(value), units[unit]);
}

std::string count_text(std::uint64_t count, const char* noun)
{
    if (count == 0)
        return fmt::format("no {}", noun);
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

} // namespace respawn::report
