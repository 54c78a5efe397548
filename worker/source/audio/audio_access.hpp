#pragma once

#include "shared/sounds/layout.hpp"

#include <respawn/audio.hpp>

namespace respawn {

/// What the session does with the game's audio. Threads: the worker's.
struct audio_access {
    /// Begins a frame, whose commands go to `told`; it outlives the frame.
    static void attach(audio& target, sounds::region_data& told)
    {
        told.count = 0;
        target.told_ = &told;
    }
};

} // namespace respawn
