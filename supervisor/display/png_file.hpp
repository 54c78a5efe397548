#pragma once

#include "shared/presentation/image.hpp"
#include "shared/result.hpp"

#include <string>

namespace respawn::supervisor {

/// Writes a picture to a PNG file; the file of that name is the old one or the whole new one at any time.
[[nodiscard]] result<void> write_png(const presentation::image& picture, const std::string& path);

/// Reads a PNG file as a picture, without its transparency.
[[nodiscard]] result<presentation::image> read_png(const std::string& path);

} // namespace respawn::supervisor
