#pragma once

#include "shared/result.hpp"

#include <SDL.h>

#include <string>

namespace respawn::presentation {

/// Makes a failure from `what` and SDL's own words for its last error.
[[nodiscard]] inline failure sdl_failure(const std::string& what)
{
    return {what + ": " + SDL_GetError()};
}

} // namespace respawn::presentation
