#pragma once

#include "worker/source/canvas/draw_list.hpp"
#include "worker/source/canvas/transform.hpp"

#include <respawn/canvas.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace respawn {

/// A part of a texture, its coordinates 0..1.
struct texture_area {
    float left = 0, top = 0, right = 1, bottom = 1;
};

/// Corners in the order top left, top right, bottom right, bottom left before any rotation.
using corners = std::array<point, 4>;

[[nodiscard]] corners corners_of(rectangle area);

struct canvas::implementation {
    std::byte* slot = nullptr;
    std::uint64_t frame = 0;
    std::uint32_t width = 0, height = 0;
    std::uint32_t clear_color = 0;
    bool has_pixels = false;
    draw_list list;
    transform current; ///< what applies now; `transforms` are those to go back to
    std::vector<transform> transforms;
    std::vector<clip_area> clips; ///< each inside the one before it

    [[nodiscard]] clip_area whole_picture() const;
    [[nodiscard]] corners placed(const corners& local) const;
    /// `place`: coordinates of the picture.
    void add_quad(std::uint64_t texture, const corners& place, color tint, const texture_area& part = {});
};

} // namespace respawn
