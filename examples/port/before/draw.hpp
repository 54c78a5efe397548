#pragma once

/// All that the game asks of whatever draws it.

#include <SDL.h>

#include <cstdint>
#include <span>

namespace delve {

/// In pixels, from the top left corner.
using area = SDL_FRect;

struct color {
    std::uint8_t r = 255, g = 255, b = 255, a = 255;
};

/// What pictures are made with, and what one is made into.
using device = SDL_Renderer;
using picture = SDL_Texture*;

/// Makes a picture of width * height * 4 bytes: red, green, blue and alpha. It stays until the program ends.
[[nodiscard]] picture make_picture(
    device& where, const char* name, int width, int height, std::span<const std::uint8_t> pixels);

/// Draws one frame; later things cover earlier ones.
class painter {
public:
    explicit painter(SDL_Renderer& target) : target_{target} {}

    void clear(color fill);
    void fill(area where, color fill);
    /// Draws a part of a picture, its colours multiplied with `tint`.
    void draw(picture drawn, area part, area where, color tint);

private:
    SDL_Renderer& target_;
};

} // namespace delve
