#include <respawn/audio.hpp>

#include "shared/sounds/layout.hpp"

namespace respawn {

static_assert(audio::channels == sounds::channel_count);

void audio::play(const sound& what, const sound_style& style)
{
    add(static_cast<std::uint32_t>(sounds::command_kind::play), 0, what, style);
}

void audio::loop(int channel, const sound& what, const sound_style& style)
{
    add(static_cast<std::uint32_t>(sounds::command_kind::loop), channel, what, style);
}

void audio::stop(int channel)
{
    add(static_cast<std::uint32_t>(sounds::command_kind::stop), channel, {}, {});
}

void audio::stop_all()
{
    add(static_cast<std::uint32_t>(sounds::command_kind::stop_all), 0, {}, {});
}

void audio::add(std::uint32_t kind, int channel, const sound& what, const sound_style& style)
{
    if (!told_ || told_->count >= sounds::max_commands || channel < 0 || channel >= channels)
        return;
    told_->commands[told_->count++] = {
        what.id, kind, static_cast<std::uint32_t>(channel), style.volume, style.pan, style.pitch, 0};
}

} // namespace respawn
