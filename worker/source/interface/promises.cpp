#include "worker/source/interface/promises.hpp"

#include "shared/state/layout.hpp"

#include <stdexcept>
#include <string>

namespace respawn::detail {

void check_root_name(std::string_view name)
{
    if (name.empty() || name.size() >= state::max_root_name_bytes)
        throw std::invalid_argument{
            "respawn: the name of a root has 1 to 47 bytes, and \"" + std::string{name} + "\" does not"};
}

void check_root_count(std::size_t count)
{
    if (count == state::max_roots)
        throw std::length_error{"respawn: a state has at most 64 roots"};
}

void check_frame_has_ended(bool is_open)
{
    if (is_open)
        throw std::logic_error{
            "respawn: next_frame() was called before the last frame ended; a frame ends with its scope"};
}

void check_texture(std::string_view name, int width, int height, std::span<const std::uint8_t> rgba)
{
    if (width <= 0 || height <= 0 || rgba.size() != std::size_t(width) * std::size_t(height) * 4)
        throw std::invalid_argument{
            "respawn: the texture \"" + std::string{name} + "\" needs width * height * 4 bytes of RGBA8"};
}

void check_sound(std::string_view name, int sample_rate, int channels, std::span<const float> samples)
{
    if (sample_rate <= 0 || (channels != 1 && channels != 2) || samples.empty() ||
        samples.size() % static_cast<std::size_t>(channels) != 0)
        throw std::invalid_argument{
            "respawn: the sound \"" + std::string{name} +
            "\" needs a sample rate, 1 or 2 channels, and samples of all of them"};
}

void throw_state_not_taken_over()
{
    throw std::logic_error{"respawn: memory of the state can be had only after worker.state() took it over"};
}

} // namespace respawn::detail
