#include "shared/sounds/commands.hpp"

#include "shared/limit.hpp"

#include <algorithm>
#include <cstring>

namespace respawn::sounds {

namespace {

bool is_command(const command_data& command)
{
    switch (static_cast<command_kind>(command.kind)) {
    case command_kind::play:
    case command_kind::stop_all:
        return true;
    case command_kind::loop:
    case command_kind::stop:
        return command.channel < channel_count;
    }
    return false;
}

void make_safe(command_data& command)
{
    command.volume = limit(command.volume, 0, max_volume);
    command.pan = limit(command.pan, -1, 1);
    command.pitch = limit(command.pitch, min_pitch, max_pitch);
}

} // namespace

std::vector<command_data> copy_commands(const region_data& region)
{
    std::uint32_t count = 0;
    std::memcpy(&count, &region.count, sizeof count);
    std::vector<command_data> commands(std::min<std::size_t>(count, max_commands));
    if (!commands.empty())
        std::memcpy(commands.data(), region.commands, commands.size() * sizeof(command_data));
    std::erase_if(commands, [](const command_data& each) { return !is_command(each); });
    std::for_each(commands.begin(), commands.end(), make_safe);
    return commands;
}

} // namespace respawn::sounds
