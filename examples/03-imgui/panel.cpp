#include "panel.hpp"

#include <imgui.h>

namespace fountain {

void show_panel(settings& tweaked, water& shown)
{
    ImGui::SetNextWindowPos({24, 24}, ImGuiCond_FirstUseEver);
    ImGui::SetNextWindowSize({340, 0}, ImGuiCond_FirstUseEver);
    ImGui::Begin("Fountain");
    ImGui::SliderFloat("drops a second", &tweaked.drops_a_second, 0, 2000, "%.0f");
    ImGui::SliderFloat("speed", &tweaked.speed, 0, 1200, "%.0f");
    ImGui::SliderFloat("spread", &tweaked.spread, 0, 1.5f);
    ImGui::SliderFloat("gravity", &tweaked.gravity, -200, 1500, "%.0f");
    ImGui::SliderFloat("bounce", &tweaked.bounce, 0, 1);
    ImGui::SliderFloat("size", &tweaked.size, 1, 20);
    ImGui::ColorEdit3("tint", tweaked.tint.data());
    ImGui::Checkbox("paused", &tweaked.paused);
    ImGui::SameLine();
    if (ImGui::Button("Defaults"))
        tweaked = {};
    ImGui::SameLine();
    if (ImGui::Button("Clear"))
        shown.drops.clear();
    ImGui::Text("%d drops", static_cast<int>(shown.drops.size()));
    ImGui::End();
}

} // namespace fountain
