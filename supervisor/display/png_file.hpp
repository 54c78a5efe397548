#pragma once

#include "shared/result.hpp"
#include "supervisor/display/image.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// Writes a picture to a PNG file; the file of that name is the old one or the whole new one at any time.
[[nodiscard]] result<void> write_png(const image& picture, const std::string& path);

/// Reads a PNG file as a picture, without its transparency.
[[nodiscard]] result<image> read_png(const std::string& path);

/// One byte a pixel.
struct grey_image {
    std::uint32_t width = 0, height = 0;
    std::vector<std::uint8_t> pixels;
};

[[nodiscard]] result<grey_image> decode_grey_png(std::span<const std::byte> file);

} // namespace respawn::supervisor
