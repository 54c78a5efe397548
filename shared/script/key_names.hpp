#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace respawn::player {

/// A key or mouse button as scripts name it.
struct input_name {
    std::string_view name;
    std::uint16_t code; ///< as in event_data
};

/// The keys by the names of respawn::key, with their USB HID usage ids.
[[nodiscard]] std::span<const input_name> key_names();
/// The buttons by the names of respawn::mouse_button.
[[nodiscard]] std::span<const input_name> button_names();

/// The entry of this name, or null.
[[nodiscard]] const input_name* find_name(std::span<const input_name> names, std::string_view name);
/// The name that is most like a misspelt one.
[[nodiscard]] std::string_view nearest_name(std::span<const input_name> names, std::string_view misspelt);

} // namespace respawn::player
