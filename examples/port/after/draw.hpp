#pragma once

/// All that the game asks of whatever draws it.

#include <respawn/worker.hpp>

#include <cstdint>
#include <span>

namespace delve {

/// In pixels, from the top left corner.
using area = respawn::rectangle;

using respawn::color;

/// What pictures are made with, and what one is made into.
using device = respawn::worker;
using picture = respawn::texture;

/// Makes a picture of width * height * 4 bytes: red, green, blue and alpha. It stays until the program ends.
[[nodiscard]] picture make_picture(
    device& where, const char* name, int width, int height, std::span<const std::uint8_t> pixels);

/// Draws one frame; later things cover earlier ones.
class painter {
public:
    explicit painter(respawn::canvas& target) : target_{target} {}

    void clear(color fill);
    void fill(area where, color fill);
    /// Draws a part of a picture, its colours multiplied with `tint`.
    void draw(picture drawn, area part, area where, color tint);

private:
    respawn::canvas& target_;
};

} // namespace delve
