#pragma once

#include <respawn/worker.hpp>

#include <string_view>

/// Dear ImGui inside the game's picture: what the player does goes in, and what ImGui draws goes to the
/// canvas. It is made anew with each worker, so what is to live on, where the windows are, belongs into the
/// game's state.
class imgui_canvas {
public:
    explicit imgui_canvas(respawn::worker& worker);
    ~imgui_canvas();
    imgui_canvas(const imgui_canvas&) = delete;
    imgui_canvas& operator=(const imgui_canvas&) = delete;

    /// Before ImGui's calls of a frame.
    void begin(const respawn::frame& frame);
    /// After them: draws over what is drawn already.
    void end(respawn::canvas& canvas);

    /// Puts the windows where windows() has told that they are.
    void place_windows(std::string_view told);
    [[nodiscard]] bool windows_have_moved() const;
    [[nodiscard]] std::string_view windows();

private:
    respawn::texture font_;
};
