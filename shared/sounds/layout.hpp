#pragma once

#include "shared/fnv1a.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What a frame wants to be heard: part of the control region, written by the worker during a frame, read by
/// the supervisor when that has finished.
namespace respawn::sounds {

enum class command_kind : std::uint32_t {
    play = 1,     ///< the sound, once
    loop = 2,     ///< the sound over and over on `channel`: goes on there if it does already
    stop = 3,     ///< what loops on `channel`
    stop_all = 4, ///< everything, also what is played once
};

inline constexpr std::size_t max_commands = 64;
inline constexpr std::uint32_t channel_count = 16; ///< of loops

struct command_data {
    std::uint64_t sound; ///< id of a sound (sound_id)
    std::uint32_t kind;  ///< a `command_kind`
    std::uint32_t channel;
    float volume; ///< 1: as it was recorded
    float pan;    ///< -1: left, 1: right
    float pitch;  ///< 2: twice as fast, and an octave higher
    std::uint32_t padding;
};
static_assert(sizeof(command_data) == 32);

/// Invariant: constant while no tick is outstanding.
struct region_data {
    std::uint32_t count;
    std::uint32_t padding;
    command_data commands[max_commands];
};
static_assert(sizeof(region_data) == 8 + max_commands * sizeof(command_data));

/// Id of the sound named by `name`: the FNV-1a hash of its name; 0 is none.
constexpr std::uint64_t sound_id(std::string_view name)
{
    return fnv1a{}.add(name).value() | 1;
}

} // namespace respawn::sounds
