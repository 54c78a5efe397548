#include "imgui_canvas.hpp"

#include <imgui.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

using respawn::key;

constexpr std::pair<key, int> keys[] = {
    {key::tab, ImGuiKey_Tab},
    {key::left, ImGuiKey_LeftArrow},
    {key::right, ImGuiKey_RightArrow},
    {key::up, ImGuiKey_UpArrow},
    {key::down, ImGuiKey_DownArrow},
    {key::page_up, ImGuiKey_PageUp},
    {key::page_down, ImGuiKey_PageDown},
    {key::home, ImGuiKey_Home},
    {key::end, ImGuiKey_End},
    {key::insert, ImGuiKey_Insert},
    {key::delete_forward, ImGuiKey_Delete},
    {key::backspace, ImGuiKey_Backspace},
    {key::space, ImGuiKey_Space},
    {key::enter, ImGuiKey_Enter},
    {key::escape, ImGuiKey_Escape},
    {key::a, ImGuiKey_A},
    {key::c, ImGuiKey_C},
    {key::v, ImGuiKey_V},
    {key::x, ImGuiKey_X},
    {key::y, ImGuiKey_Y},
    {key::z, ImGuiKey_Z},
};

/// ImGui 1.87 took over from arrays that say which keys are down.
#if IMGUI_VERSION_NUM >= 18700
void pass_keys(ImGuiIO& io, const respawn::input& input, bool control, bool shift, bool alt)
{
    for (const auto& [ours, theirs] : keys)
        io.AddKeyEvent(static_cast<ImGuiKey>(theirs), input.down(ours));
    io.AddKeyEvent(ImGuiMod_Ctrl, control);
    io.AddKeyEvent(ImGuiMod_Shift, shift);
    io.AddKeyEvent(ImGuiMod_Alt, alt);
}
#else
void pass_keys(ImGuiIO& io, const respawn::input& input, bool control, bool shift, bool alt)
{
    for (const auto& [ours, theirs] : keys) {
        io.KeyMap[theirs] = static_cast<int>(ours);
        io.KeysDown[static_cast<int>(ours)] = input.down(ours);
    }
    io.KeyCtrl = control;
    io.KeyShift = shift;
    io.KeyAlt = alt;
}
#endif

void pass_mouse(ImGuiIO& io, const respawn::input& input)
{
    using respawn::mouse_button;
    constexpr mouse_button buttons[] = {mouse_button::left, mouse_button::right, mouse_button::middle};
    io.MousePos = {input.mouse().x, input.mouse().y};
    for (int index = 0; index < 3; ++index)
        io.MouseDown[index] = input.down(buttons[index]) || input.pressed(buttons[index]);
    io.MouseWheel = input.wheel().y;
    io.MouseWheelH = input.wheel().x;
}

respawn::canvas::vertex converted(const ImDrawVert& vertex)
{
    const auto channel = [&](int shift) { return static_cast<std::uint8_t>(vertex.col >> shift & 0xff); };
    return {
        {vertex.pos.x, vertex.pos.y},
        {channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT), channel(IM_COL32_B_SHIFT),
         channel(IM_COL32_A_SHIFT)},
        {vertex.uv.x, vertex.uv.y}};
}

/// The vertices of a list are many commands': each gets only those from its first to its last.
void draw_command(respawn::canvas& canvas, const ImDrawList& list, const ImDrawCmd& command)
{
    const ImDrawIdx* const begin = list.IdxBuffer.Data + command.IdxOffset;
    const ImDrawIdx* const end = begin + command.ElemCount;
    if (begin == end)
        return;
    const auto [least, most] = std::minmax_element(begin, end);
    std::vector<respawn::canvas::vertex> vertices;
    for (unsigned index = *least; index <= *most; ++index)
        vertices.push_back(converted(list.VtxBuffer[static_cast<int>(command.VtxOffset + index)]));
    std::vector<std::uint32_t> indices;
    for (const ImDrawIdx* each = begin; each != end; ++each)
        indices.push_back(static_cast<std::uint32_t>(*each - *least));
    const auto& clip = command.ClipRect;
    canvas.push_clip({clip.x, clip.y, clip.z - clip.x, clip.w - clip.y});
    // A pointer or a number, depending on the version.
    canvas.triangles(*(const respawn::texture*)command.GetTexID(), vertices, indices);
    canvas.pop_clip();
}

} // namespace

imgui_canvas::imgui_canvas(respawn::worker& worker)
{
    ImGui::CreateContext();
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.BackendRendererName = "respawn::canvas";
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    const auto bytes = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    font_ = worker.make_texture("imgui font", width, height, {pixels, bytes});
    // To show a texture of the game's own: ImGui::Image((ImTextureID)&texture, …).
    io.Fonts->SetTexID((ImTextureID)&font_);
}

imgui_canvas::~imgui_canvas()
{
    ImGui::DestroyContext();
}

void imgui_canvas::begin(const respawn::frame& frame)
{
    const auto& input = frame.input();
    auto& io = ImGui::GetIO();
    const auto either = [&](key left, key right) { return input.down(left) || input.down(right); };
    pass_keys(
        io, input, either(key::left_control, key::right_control), either(key::left_shift, key::right_shift),
        either(key::left_alt, key::right_alt));
    pass_mouse(io, input);
    io.AddInputCharactersUTF8(std::string{input.text()}.c_str());
    const auto [width, height] = frame.canvas().size();
    io.DisplaySize = {width, height};
    io.DeltaTime = std::max(frame.dt(), 0.0001f);
    ImGui::NewFrame();
}

void imgui_canvas::end(respawn::canvas& canvas)
{
    ImGui::Render();
    const ImDrawData& drawn = *ImGui::GetDrawData();
    for (int index = 0; index < drawn.CmdListsCount; ++index)
        for (const ImDrawCmd& command : drawn.CmdLists[index]->CmdBuffer)
            draw_command(canvas, *drawn.CmdLists[index], command);
}

void imgui_canvas::place_windows(std::string_view told)
{
    ImGui::LoadIniSettingsFromMemory(told.data(), told.size());
}

bool imgui_canvas::windows_have_moved() const
{
    return ImGui::GetIO().WantSaveIniSettings;
}

std::string_view imgui_canvas::windows()
{
    std::size_t bytes = 0;
    const char* const told = ImGui::SaveIniSettingsToMemory(&bytes);
    ImGui::GetIO().WantSaveIniSettings = false;
    return {told, bytes};
}
