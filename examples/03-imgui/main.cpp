/// A fountain with knobs: Dear ImGui inside of a game, on its canvas.

#include "fountain.hpp"
#include "imgui_canvas.hpp"
#include "panel.hpp"

#include <respawn/worker.hpp>

namespace {

/// What outlives a rebuild: ImGui itself begins anew with every build.
struct state {
    fountain::settings settings;
    fountain::water water;
    respawn::string windows; ///< Where ImGui's windows are.
};

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    imgui_canvas imgui{worker};
    auto& [settings, water, windows] = worker.state<state>("game");
    imgui.restore_windows(windows);
    while (auto frame = worker.next_frame()) {
        imgui.begin(frame);
        fountain::show_panel(settings, water);
        fountain::step(water, settings, frame.input().window_size(), frame.dt());
        fountain::draw(frame.canvas(), water, settings);
        imgui.end(frame.canvas());
        imgui.keep_windows(windows);
    }
}
