#pragma once

#include "shared/presentation/image.hpp"

#include <string>

namespace respawn::test {

/// Is the picture the one in tests/golden? If not, it is written to the current folder. With
/// RESPAWN_UPDATE_GOLDEN set it becomes the one there. `different_pixels`: how many in a thousand may be
/// others.
void check_golden(
    const presentation::image& picture, const std::string& name, std::size_t different_pixels = 0);

} // namespace respawn::test
