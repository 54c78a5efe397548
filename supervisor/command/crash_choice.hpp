#pragma once

#include <cstdint>

namespace respawn::supervisor {

/// `--on-crash`: what is to follow when the worker crashes or hangs.
enum class crash_choice : std::uint8_t {
    restart, ///< start the same generation again, and hold if that happens too often
    hold,    ///< keep window and picture, and wait for the next build or a key
    back,    ///< go back to the generation before
    wait,    ///< hold, and keep the dead worker in place for a debugger
};

} // namespace respawn::supervisor
