#include "supervisor/session/game_audio.hpp"

namespace respawn::supervisor {

void game_audio::play(std::span<const sounds::command_data> commands)
{
    if (where_ == heard::nowhere)
        return;
    if (const auto played = output_.play(commands, recordings_); !played)
        report_.say(report::notice{"the game's sounds are not heard: " + played.error().sentence});
}

void game_audio::stop_all()
{
    output_.stop_all();
}

} // namespace respawn::supervisor
