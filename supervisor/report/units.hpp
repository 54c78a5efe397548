#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace respawn::report {

/// A count of milliseconds without unit, with one decimal where it is below 10: "0.4", "38".
[[nodiscard]] std::string milliseconds_text(std::chrono::nanoseconds duration);
/// "38 ms", "1.4 s".
[[nodiscard]] std::string duration_text(std::chrono::nanoseconds duration);
/// "512 bytes", "1.4 MiB".
[[nodiscard]] std::string bytes_text(std::uint64_t bytes);
/// "no late frame", "1 late frame", "2 late frames": `count` of what `noun` names.
[[nodiscard]] std::string count_text(std::uint64_t count, const char* noun);

} // namespace respawn::report
