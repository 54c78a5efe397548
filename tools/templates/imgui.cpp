#include "imgui_canvas.hpp"

#include <respawn/worker.hpp>

#include <imgui.h>

#include <cmath>

// All that is to live on when the code changes. Fields may be added, removed and moved at any time.
struct game {
    float angle = 0;    // radians
    float speed = 1;    // radians a second
    float radius = 160; // pixels
    float color[3] = {1, 0.75f, 0.25f};
    int count = 12;
    respawn::string windows; // where ImGui's windows are
};

void show_panel(game& state)
{
    ImGui::SetNextWindowSize({320, 0}, ImGuiCond_FirstUseEver);
    ImGui::Begin("Wheel");
    ImGui::SliderFloat("speed", &state.speed, -5, 5);
    ImGui::SliderFloat("radius", &state.radius, 20, 300);
    ImGui::SliderInt("count", &state.count, 1, 60);
    ImGui::ColorEdit3("color", state.color);
    if (ImGui::Button("As at first"))
        state = {.windows = state.windows};
    ImGui::End();
}

std::uint8_t byte_of(float channel)
{
    return static_cast<std::uint8_t>(std::lround(channel * 255));
}

void draw(respawn::canvas& canvas, const game& state)
{
    const auto [width, height] = canvas.size();
    canvas.clear({24, 28, 40});
    for (int index = 0; index < state.count; ++index) {
        const float angle =
            state.angle + 6.2831853f * static_cast<float>(index) / static_cast<float>(state.count);
        canvas.fill_circle(
            {width / 2 + std::cos(angle) * state.radius, height / 2 + std::sin(angle) * state.radius}, 12,
            {byte_of(state.color[0]), byte_of(state.color[1]), byte_of(state.color[2])});
    }
}

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    imgui_canvas imgui{worker};
    auto& state = worker.state<game>("game"); // what the code before left
    imgui.restore_windows(state.windows);
    while (const auto frame = worker.next_frame()) {
        state.angle = std::fmod(state.angle + state.speed * frame.dt(), 6.2831853f);
        draw(frame.canvas(), state);
        imgui.begin(frame);
        show_panel(state);
        imgui.end(frame.canvas());
        imgui.keep_windows(state.windows);
    }
}
