#pragma once

#include <cstdint>
#include <string>

namespace respawn::text {

enum class line_ends : std::uint8_t { stay, go };

/// The text with a `substitute` for each byte that could steer a terminal: control characters, those of
/// ISO 6429's C1 in UTF-8 too. What another process wrote is shown to people only like this.
[[nodiscard]] std::string printable(
    std::string text, line_ends what = line_ends::stay, char substitute = '?');

} // namespace respawn::text
