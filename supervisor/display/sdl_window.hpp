#pragma once

#include "supervisor/display/display.hpp"
#include "supervisor/display/presenter.hpp"

#include <memory>
#include <string>
#include <utility>

union SDL_Event;
struct SDL_Window;

namespace respawn::supervisor {

/// The window, and what the player does in it.
class sdl_window {
public:
    static result<std::unique_ptr<sdl_window>> create(const display_options& options);
    ~sdl_window();

    /// Passes on what has happened; returns whether the window must be drawn again.
    [[nodiscard]] bool pump(input_queue& input);
    result<void> present(const composition& what, const texture_store& textures);

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
    void handle(const SDL_Event& event, input_queue& input);
    void handle_mouse(const SDL_Event& event, input_queue& input);

    SDL_Window* window_ = nullptr;
    std::unique_ptr<presenter> presenter_;
    bool must_draw_ = false;
};

} // namespace respawn::supervisor
