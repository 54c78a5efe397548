#pragma once

#include "shared/presentation/composition.hpp"

#include <memory>

struct SDL_Window;
struct SDL_Renderer;

namespace respawn::presentation {

/// Brings pictures into a window: each at its own size in the top left corner, black around it.
class presenter {
public:
    virtual ~presenter() = default;

    /// `over`: the overlay, which has the window's size; may be null.
    virtual result<void> present(
        const composition& what, const pictures::picture* over, const texture_store& textures) = 0;
    /// Lets go of what the graphics driver has lost; the next present() makes it anew.
    virtual void forget() {}
};

/// Shows what the rasterizer draws, through the window's surface.
std::unique_ptr<presenter> make_software_presenter(SDL_Window* window);
/// Draws with an accelerated renderer, which is destroyed with the presenter.
std::unique_ptr<presenter> make_accelerated_presenter(SDL_Renderer* renderer);

} // namespace respawn::presentation
