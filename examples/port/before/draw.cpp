#include "draw.hpp"

#include <cstdlib>

namespace delve {

picture make_picture(
    device& where, const char* name, int width, int height, std::span<const std::uint8_t> pixels)
{
    SDL_Texture* made =
        SDL_CreateTexture(&where, SDL_PIXELFORMAT_RGBA32, SDL_TEXTUREACCESS_STATIC, width, height);
    if (!made || SDL_UpdateTexture(made, nullptr, pixels.data(), width * 4) != 0) {
        SDL_Log("delve: cannot make the picture %s: %s", name, SDL_GetError());
        std::exit(1);
    }
    SDL_SetTextureBlendMode(made, SDL_BLENDMODE_BLEND);
    return made;
}

void painter::clear(color fill)
{
    SDL_SetRenderDrawColor(&target_, fill.r, fill.g, fill.b, fill.a);
    SDL_RenderClear(&target_);
}

void painter::fill(area where, color fill)
{
    SDL_SetRenderDrawColor(&target_, fill.r, fill.g, fill.b, fill.a);
    SDL_RenderFillRectF(&target_, &where);
}

void painter::draw(picture drawn, area part, area where, color tint)
{
    const SDL_Rect source{int(part.x), int(part.y), int(part.w), int(part.h)};
    SDL_SetTextureColorMod(drawn, tint.r, tint.g, tint.b);
    SDL_SetTextureAlphaMod(drawn, tint.a);
    SDL_RenderCopyF(&target_, drawn, &source, &where);
}

} // namespace delve
