#pragma once

#include "supervisor/display/display.hpp"
#include "supervisor/display/overlay.hpp"
#include "supervisor/display/presenter.hpp"

#include <memory>
#include <string>
#include <utility>

union SDL_Event;
struct SDL_Window;

namespace respawn::supervisor {

/// What the overlay takes of the player's input, in place of the game.
struct overlay_keys {
    std::string wanted{};   ///< characters; empty: the game gets everything
    bool scrolls = false;   ///< also the keys and the wheel that scroll
    std::string typed{};    ///< out: of `wanted`
    scroll_step scrolled{}; ///< out
};

/// The window, and what the player does in it.
class sdl_window {
public:
    static result<std::unique_ptr<sdl_window>> create(const display_options& options);
    ~sdl_window();

    /// Passes on what has happened, but for what the overlay takes; returns whether the window must be drawn
    /// again.
    [[nodiscard]] bool pump(input_queue& input, overlay_keys& taken);
    /// See presenter::present().
    result<void> present(
        const composition& what, const pictures::picture* over, const texture_store& textures);

    /// In pixels, which may be smaller than the units that the desktop counts in.
    [[nodiscard]] std::pair<int, int> size() const;

    sdl_window(const sdl_window&) = delete;
    sdl_window& operator=(const sdl_window&) = delete;

private:
    sdl_window() = default;

    result<void> open(const display_options& options);
    result<void> make_window(const display_options& options);
    result<void> make_accelerated(const display_options& options, bool even_without_gpu);
    void close();
    [[nodiscard]] static bool takes(const SDL_Event& event, overlay_keys& taken);
    [[nodiscard]] static bool is_anothers(const SDL_Event& event, const input_queue& input);
    void handle(const SDL_Event& event, input_queue& input);
    void handle_mouse(const SDL_Event& event, input_queue& input);

    SDL_Window* window_ = nullptr;
    std::unique_ptr<presenter> presenter_;
    bool must_draw_ = false;
};

} // namespace respawn::supervisor
