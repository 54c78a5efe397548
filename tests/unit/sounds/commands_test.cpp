#include "shared/sounds/commands.hpp"

#include "catch.hpp"

#include <limits>

using namespace respawn::sounds;

namespace {

region_data with(command_data command)
{
    region_data region{};
    region.count = 1;
    region.commands[0] = command;
    return region;
}

command_data loop_on(std::uint32_t channel)
{
    return {sound_id("wind"), static_cast<std::uint32_t>(command_kind::loop), channel, 1, 0, 1, 0};
}

} // namespace

TEST_CASE("commands are copied in their order")
{
    region_data region{};
    region.count = 2;
    region.commands[0] = loop_on(3);
    region.commands[1] = {
        sound_id("bang"), static_cast<std::uint32_t>(command_kind::play), 0, 0.5f, -1, 2, 0};
    const auto commands = copy_commands(region);
    REQUIRE(commands.size() == 2);
    CHECK(commands[0].sound == sound_id("wind"));
    CHECK(commands[0].channel == 3);
    CHECK(commands[1].sound == sound_id("bang"));
    CHECK(commands[1].volume == 0.5f);
    CHECK(commands[1].pan == -1);
    CHECK(commands[1].pitch == 2);
}

TEST_CASE("no more commands are copied than there can be, whatever their number says")
{
    region_data region{};
    region.count = std::numeric_limits<std::uint32_t>::max();
    for (command_data& each : region.commands)
        each = loop_on(0);
    CHECK(copy_commands(region).size() == max_commands);
}

TEST_CASE("what is no command, or for no channel, is left out")
{
    CHECK(copy_commands(with({1, 0, 0, 1, 0, 1, 0})).empty());
    CHECK(copy_commands(with({1, 77, 0, 1, 0, 1, 0})).empty());
    CHECK(copy_commands(with(loop_on(channel_count))).empty());
    CHECK(copy_commands(with(loop_on(channel_count - 1))).size() == 1);
}

TEST_CASE("numbers of commands are clamped to what can be played")
{
    constexpr float no_number = std::numeric_limits<float>::quiet_NaN();
    constexpr float infinite = std::numeric_limits<float>::infinity();
    auto command = loop_on(0);
    command.volume = infinite;
    command.pan = no_number;
    command.pitch = -infinite;
    const auto safe = copy_commands(with(command)).at(0);
    CHECK(safe.volume == max_volume);
    CHECK(safe.pan == -1);
    CHECK(safe.pitch == min_pitch);
}
