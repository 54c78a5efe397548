#pragma once

#include "shared/pictures/layout.hpp"
#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace respawn::pictures {

/// No coordinate of a checked picture is farther from the origin.
///
/// Renderers compute areas in fractions of a pixel as integers: in 1/256 pixel twice the area of the largest
/// triangle is (2 * 10,000 * 256)^2 = 2.6e13.
inline constexpr float max_coordinate = 10000;

/// The supervisor's own copy of a draw list, checked by copy_picture(): all of it can be drawn without a
/// look.
///
/// Invariant: every command's indices lie inside `indices`, are a multiple of three and more than none; every
/// index is one of a vertex; every clip rectangle lies inside the picture and is not empty; every coordinate
/// is a number of at most max_coordinate, every texture coordinate one from 0 to 1.
struct picture {
    std::uint64_t frame = 0;
    std::uint32_t width = 0, height = 0;
    std::uint32_t clear_color = 0; ///< 0xAARRGGBB, alpha is ignored
    bool has_pixels = false;       ///< the background is the slot's pixels, width * height from pixels_offset
    std::vector<command_data> commands;
    std::vector<std::uint32_t> indices;
    std::vector<vertex_data> vertices;
};

/// Copies the draw list of a slot that a worker may write to meanwhile, checks it and makes it safe to draw.
///
/// Counts, indices and sizes that cannot be right fail; coordinates out of range are clamped, clip rectangles
/// cut to the picture, and commands without a visible part left out. The pixels are not copied. `width` and
/// `height` are what the worker was told. After a failure `out` is an empty picture; its memory is kept for
/// the next one either way.
[[nodiscard]] result<void> copy_picture(
    const std::byte* slot, std::uint32_t width, std::uint32_t height, picture& out);

} // namespace respawn::pictures
