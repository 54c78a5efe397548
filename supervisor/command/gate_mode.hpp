#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace respawn::supervisor {

/// Whether a new worker waits for a debugger before its first own code. While a debugger follows the game,
/// every one does.
enum class gate_mode : std::uint8_t { off, on, once };

[[nodiscard]] constexpr std::optional<gate_mode> gate_mode_named(std::string_view name)
{
    if (name == "off")
        return gate_mode::off;
    if (name == "on")
        return gate_mode::on;
    return name == "once" ? std::optional{gate_mode::once} : std::nullopt;
}

} // namespace respawn::supervisor
