#include "shared/presentation/layers.hpp"
#include "shared/presentation/presenter.hpp"
#include "shared/presentation/sdl_error.hpp"

namespace respawn::presentation {

namespace {

class software_presenter final : public presenter {
public:
    explicit software_presenter(SDL_Window* window) : window_{window} {}

    result<void> present(
        const composition& what, const pictures::picture* over, const texture_store& textures) override
    {
        // Asked for each time: a resize makes another one.
        auto* screen = SDL_GetWindowSurface(window_);
        if (!screen)
            return sdl_failure("cannot draw into the window");
        if (over)
            lay_over(what.look(textures), over, over->width, over->height, textures, layers_);
        const auto& picture = over ? layers_ : what.look(textures);
        if (static_cast<int>(picture.width) < screen->w || static_cast<int>(picture.height) < screen->h)
            SDL_FillRect(screen, nullptr, 0);
        copy(picture, screen);
        if (SDL_UpdateWindowSurface(window_) != 0)
            return sdl_failure("cannot update the window");
        return {};
    }

private:
    static void copy(const image& picture, SDL_Surface* screen)
    {
        // SDL takes a pointer to non-const pixels, and only reads them here.
        auto* surface = SDL_CreateRGBSurfaceWithFormatFrom(
            const_cast<std::uint32_t*>(picture.pixels.data()), static_cast<int>(picture.width),
            static_cast<int>(picture.height), 32, static_cast<int>(picture.width * sizeof(std::uint32_t)),
            SDL_PIXELFORMAT_RGB888);
        if (!surface)
            return;
        SDL_BlitSurface(surface, nullptr, screen, nullptr);
        SDL_FreeSurface(surface);
    }

    SDL_Window* window_;
    image layers_;
};

} // namespace

std::unique_ptr<presenter> make_software_presenter(SDL_Window* window)
{
    return std::make_unique<software_presenter>(window);
}

} // namespace respawn::presentation
