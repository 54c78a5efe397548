#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

/// What a game has to keep to, in whichever library: each throws, with a sentence, when it does not.
namespace respawn::detail {

/// Throws std::invalid_argument.
void check_root_name(std::string_view name);
/// Throws std::length_error if there is no room for one root more.
void check_root_count(std::size_t count);
/// Throws std::logic_error if the last frame has not ended.
void check_frame_has_ended(bool is_open);
/// Throws std::invalid_argument.
void check_texture(std::string_view name, int width, int height, std::span<const std::uint8_t> rgba);
/// Throws std::invalid_argument.
void check_sound(std::string_view name, int sample_rate, int channels, std::span<const float> samples);
[[noreturn]] void throw_state_not_taken_over();

} // namespace respawn::detail
