// Sounds and what a game wants to be heard of them: recordings with their rates, channels and samples; then
// frames, each with its commands as they lie in shared memory. What is taken is mixed.
#include "shared/sounds/commands.hpp"
#include "shared/sounds/mixer.hpp"
#include "shared/sounds/sound_store.hpp"
#include "tests/fuzz/target.hpp"

#include <array>
#include <cmath>
#include <span>
#include <vector>

using namespace respawn;

namespace {

constexpr std::uint64_t most_sounds = 4;
constexpr std::size_t frame_samples = 128; ///< left and right

void make_sounds(sounds::sound_store& store, test::input_parts& input)
{
    const std::uint64_t count = input.take<std::uint8_t>() % (most_sounds + 1);
    for (std::uint64_t id = 1; id <= count; ++id) {
        const auto rate = input.take<std::uint32_t>();
        const auto channels = input.take<std::uint32_t>();
        std::vector<float> samples(input.take<std::uint8_t>());
        input.copy_to(samples.data(), samples.size() * sizeof(float));
        [[maybe_unused]] const auto made = store.make(id, "a sound", rate, channels, samples);
    }
}

sounds::region_data take_frame(test::input_parts& input)
{
    sounds::region_data region{};
    region.count = input.take<std::uint32_t>();
    input.copy_to(
        region.commands, input.take<std::uint8_t>() % (sounds::max_commands + 1) * sizeof *region.commands);
    return region;
}

void check(const sounds::command_data& command)
{
    test::require(
        command.volume >= 0 && command.volume <= sounds::max_volume && std::abs(command.pan) <= 1 &&
            command.pitch >= sounds::min_pitch && command.pitch <= sounds::max_pitch,
        "the numbers of a command are in their ranges");
    const bool names_channel = command.kind == static_cast<std::uint32_t>(sounds::command_kind::loop) ||
                               command.kind == static_cast<std::uint32_t>(sounds::command_kind::stop);
    test::require(
        !names_channel || command.channel < sounds::channel_count, "a channel that is named is there");
}

void play(sounds::mixer& mixer, const sounds::sound_store& store, const sounds::region_data& frame)
{
    for (const auto& command : sounds::copy_commands(frame)) {
        check(command);
        mixer.obey(command, store.find(command.sound));
    }
    std::array<float, frame_samples> out;
    mixer.mix(out);
    for (const float each : out)
        test::require(std::abs(each) <= 1, "what is heard is in -1..1");
    test::require(mixer.voices() <= 2 * sounds::mixer::max_voices, "voices are limited");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    test::input_parts input{bytes, size};
    sounds::sound_store store;
    sounds::mixer mixer;
    make_sounds(store, input);
    while (!input.rest().empty())
        play(mixer, store, take_frame(input));
    return 0;
}
