#pragma once

#include "shared/presentation/audio_output.hpp"
#include "shared/sounds/sound_store.hpp"
#include "supervisor/report/reporter.hpp"

#include <span>

namespace respawn::supervisor {

/// What the game lets the player hear. Threads: the main thread only.
class game_audio {
public:
    enum class heard : std::uint8_t { on_device, nowhere };

    /// `report` outlives this.
    game_audio(heard where, report::reporter& report) : where_{where}, report_{report} {}

    [[nodiscard]] sounds::sound_store& recordings() { return recordings_; }
    void play(std::span<const sounds::command_data> commands);
    void stop_all();
    /// The game stands still, and what is heard with it; or it goes on.
    void set_muted(bool muted) { output_.set_muted(muted); }

private:
    heard where_;
    report::reporter& report_;
    sounds::sound_store recordings_;
    presentation::audio_output output_;
};

} // namespace respawn::supervisor
