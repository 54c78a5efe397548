#pragma once

#include "shared/presentation/sdl_window.hpp"
#include "supervisor/display/overlay.hpp"

#include <string>

namespace respawn::supervisor {

/// Takes from the window what the overlay asks for in place of the game.
class overlay_keys final : public presentation::event_taker {
public:
    /// `input` tells who lies over the overlay and is asked first; it outlives this.
    overlay_keys(const overlay_content& shown, const player::input_queue& input);

    [[nodiscard]] bool take(const SDL_Event& event) override;

    /// Of the keys that the overlay names.
    [[nodiscard]] const std::string& typed() const { return typed_; }
    [[nodiscard]] const scroll_step& scrolled() const { return scrolled_; }

private:
    [[nodiscard]] bool is_anothers(const SDL_Event& event) const;
    [[nodiscard]] bool wants(int key) const;
    [[nodiscard]] bool take_key(int key);

    const player::input_queue& input_;
    std::string wanted_; ///< characters; empty: the game gets everything
    bool scrolls_;       ///< also the keys and the wheel that scroll
    std::string typed_;
    scroll_step scrolled_;
};

} // namespace respawn::supervisor
