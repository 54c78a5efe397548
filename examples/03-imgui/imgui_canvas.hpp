#pragma once

#include <respawn/worker.hpp>

#include <string_view>
#include <vector>

struct ImDrawList;
struct ImDrawCmd;

/// Dear ImGui on a canvas: gives it the player's input, and draws what it wants drawn. One in a process.
///
/// To use it in a game of your own, copy imgui_canvas.hpp and imgui_canvas.cpp.
class imgui_canvas {
public:
    /// Makes ImGui's context and the texture of its font.
    explicit imgui_canvas(respawn::worker& worker);
    ~imgui_canvas();
    imgui_canvas(const imgui_canvas&) = delete;
    imgui_canvas& operator=(const imgui_canvas&) = delete;

    /// Begins ImGui's frame. Everything of ImGui:: may be called from here on until end().
    void begin(const respawn::frame& frame);
    /// Ends it, and draws over what the canvas has.
    void end(respawn::canvas& canvas);

    /// Puts the windows to where they were when keep_windows() filled `kept`.
    void restore_windows(std::string_view kept);
    /// Updates `kept`, which belongs in the state, if windows were moved.
    void keep_windows(respawn::string& kept);

private:
    void draw(respawn::canvas& canvas, const ImDrawList& list, const ImDrawCmd& command);

    std::vector<respawn::canvas::vertex> vertices_; // kept for their memory
    std::vector<std::uint32_t> indices_;
};
