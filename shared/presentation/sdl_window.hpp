#pragma once

#include "shared/presentation/presenter.hpp"

#include <memory>
#include <string>
#include <utility>

union SDL_Event;
struct SDL_Window;

namespace respawn::player {
class input_queue;
}

namespace respawn::presentation {

struct window_options {
    int width = 960, height = 720; ///< pixels
    std::string title{};
    std::string without_display{};  ///< what to do where there is none, at the end of that sentence
    bool closes_at_signals = false; ///< at SIGINT and SIGTERM: else they are the program's
};

/// Who gets some of what happens to the window in place of the game.
class event_taker {
public:
    /// Whether it takes the event.
    [[nodiscard]] virtual bool take(const SDL_Event& event) = 0;

protected:
    ~event_taker() = default;
};

/// The window, and what the player does in it.
///
/// Pictures are drawn by a software rasterizer, or by SDL's accelerated renderer where there is a GPU; the
/// environment variable RESPAWN_RENDERER=software or accelerated decides otherwise. Threads: the main one.
class sdl_window {
public:
    static result<std::unique_ptr<sdl_window>> create(const window_options& options);
    ~sdl_window();

    /// Passes on what has happened, but for what `taker` takes, if there is one; returns whether the window
    /// must be drawn again.
    [[nodiscard]] bool pump(player::input_queue& input, event_taker* taker);
    /// See presenter::present().
    result<void> present(
        const composition& what, const pictures::picture* over, const texture_store& textures);

    void set_title(const std::string& title);
    /// In the units that the desktop counts in; the desktop has the last word.
    void set_size(std::pair<int, int> size);

    /// Of the picture that the next frame should draw, in pixels, which may be smaller than the units that
    /// the desktop counts in.
    [[nodiscard]] std::pair<int, int> picture_size() const;

    sdl_window(const sdl_window&) = delete;
    sdl_window& operator=(const sdl_window&) = delete;

private:
    sdl_window() = default;

    result<void> open(const window_options& options);
    result<void> make_window(const window_options& options);
    result<void> make_accelerated(const window_options& options, bool even_without_gpu);
    void close();
    void handle(const SDL_Event& event, player::input_queue& input);
    void handle_mouse(const SDL_Event& event, player::input_queue& input);
    [[nodiscard]] std::pair<int, int> size() const;

    SDL_Window* window_ = nullptr;
    std::unique_ptr<presenter> presenter_;
    bool must_draw_ = false;
};

} // namespace respawn::presentation
