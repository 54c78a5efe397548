#include "imgui_canvas.hpp"

#include <imgui.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace {

using respawn::key;

struct key_pair {
    ImGuiKey imgui;
    key ours;
};

constexpr key_pair keys[] = {
    {ImGuiKey_Tab, key::tab},
    {ImGuiKey_LeftArrow, key::left},
    {ImGuiKey_RightArrow, key::right},
    {ImGuiKey_UpArrow, key::up},
    {ImGuiKey_DownArrow, key::down},
    {ImGuiKey_PageUp, key::page_up},
    {ImGuiKey_PageDown, key::page_down},
    {ImGuiKey_Home, key::home},
    {ImGuiKey_End, key::end},
    {ImGuiKey_Insert, key::insert},
    {ImGuiKey_Delete, key::delete_forward},
    {ImGuiKey_Backspace, key::backspace},
    {ImGuiKey_Space, key::space},
    {ImGuiKey_Enter, key::enter},
    {ImGuiKey_Escape, key::escape},
    {ImGuiKey_A, key::a},
    {ImGuiKey_C, key::c},
    {ImGuiKey_V, key::v},
    {ImGuiKey_X, key::x},
    {ImGuiKey_Y, key::y},
    {ImGuiKey_Z, key::z},
};

bool any_down(const respawn::input& input, key left, key right)
{
    return input.down(left) || input.down(right);
}

bool is_down(const respawn::input& input, key which)
{
    return input.down(which) || input.pressed(which);
}

#if IMGUI_VERSION_NUM >= 18900
void give_keys(ImGuiIO& io, const respawn::input& input)
{
    for (const key_pair& each : keys)
        io.AddKeyEvent(each.imgui, is_down(input, each.ours));
    io.AddKeyEvent(ImGuiMod_Ctrl, any_down(input, key::left_control, key::right_control));
    io.AddKeyEvent(ImGuiMod_Shift, any_down(input, key::left_shift, key::right_shift));
    io.AddKeyEvent(ImGuiMod_Alt, any_down(input, key::left_alt, key::right_alt));
    io.AddKeyEvent(ImGuiMod_Super, any_down(input, key::left_gui, key::right_gui));
}
#else
/// As it was before: ImGui's own numbers stand for the keys.
void give_keys(ImGuiIO& io, const respawn::input& input)
{
    for (const key_pair& each : keys) {
        io.KeyMap[each.imgui] = each.imgui;
        io.KeysDown[each.imgui] = is_down(input, each.ours);
    }
    io.KeyCtrl = any_down(input, key::left_control, key::right_control);
    io.KeyShift = any_down(input, key::left_shift, key::right_shift);
    io.KeyAlt = any_down(input, key::left_alt, key::right_alt);
    io.KeySuper = any_down(input, key::left_gui, key::right_gui);
}
#endif

void give_text(ImGuiIO& io, const respawn::input& input)
{
    if (!input.text().empty())
        io.AddInputCharactersUTF8(std::string{input.text()}.c_str());
}

/// A click that began and ended between two frames is one all the same.
bool is_down(const respawn::input& input, respawn::mouse_button button)
{
    return input.down(button) || input.pressed(button);
}

void give_mouse(ImGuiIO& io, const respawn::input& input)
{
    io.MousePos = {input.mouse().x, input.mouse().y};
    io.MouseDown[0] = is_down(input, respawn::mouse_button::left);
    io.MouseDown[1] = is_down(input, respawn::mouse_button::right);
    io.MouseDown[2] = is_down(input, respawn::mouse_button::middle);
    io.MouseWheel = input.wheel().y;
    io.MouseWheelH = input.wheel().x;
}

void make_font_texture(ImGuiIO& io, respawn::worker& worker)
{
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    const std::size_t size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4;
    const respawn::texture made = worker.make_texture("imgui font", width, height, {pixels, size});
    io.Fonts->SetTexID(
        (ImTextureID)(std::uintptr_t)made.id); // a pointer or a number, depending on the version
}

respawn::color color_of(ImU32 packed)
{
    const auto channel = [&](int shift) { return static_cast<std::uint8_t>(packed >> shift & 0xff); };
    return {
        channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT), channel(IM_COL32_B_SHIFT),
        channel(IM_COL32_A_SHIFT)};
}

} // namespace

imgui_canvas::imgui_canvas(respawn::worker& worker)
{
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr; // keep_windows() does that
    io.IniSavingRate = 0.1f;  // seconds
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    make_font_texture(io, worker);
}

imgui_canvas::~imgui_canvas()
{
    ImGui::DestroyContext();
}

void imgui_canvas::begin(const respawn::frame& frame)
{
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {frame.input().window_size().width, frame.input().window_size().height};
    io.DeltaTime = frame.dt();
    give_keys(io, frame.input());
    give_text(io, frame.input());
    give_mouse(io, frame.input());
    ImGui::NewFrame();
}

void imgui_canvas::end(respawn::canvas& canvas)
{
    ImGui::Render();
    const ImDrawData& data = *ImGui::GetDrawData();
    for (int i = 0; i < data.CmdListsCount; ++i)
        for (const ImDrawCmd& command : data.CmdLists[i]->CmdBuffer)
            if (!command.UserCallback && command.ElemCount != 0)
                draw(canvas, *data.CmdLists[i], command);
}

/// Gives the canvas just those vertices that the command uses.
void imgui_canvas::draw(respawn::canvas& canvas, const ImDrawList& list, const ImDrawCmd& command)
{
    const ImDrawIdx* begin = list.IdxBuffer.Data + command.IdxOffset;
    const ImDrawIdx* end = begin + command.ElemCount;
    const auto [first, last] = std::minmax_element(begin, end);
    vertices_.clear();
    for (unsigned i = *first; i <= *last; ++i) {
        const ImDrawVert& from = list.VtxBuffer[static_cast<int>(command.VtxOffset + i)];
        vertices_.push_back({{from.pos.x, from.pos.y}, color_of(from.col), {from.uv.x, from.uv.y}});
    }
    indices_.clear();
    for (const ImDrawIdx* index = begin; index != end; ++index)
        indices_.push_back(static_cast<std::uint32_t>(*index - *first));
    const ImVec4& clip = command.ClipRect;
    canvas.push_clip({clip.x, clip.y, clip.z - clip.x, clip.w - clip.y});
    canvas.triangles({(std::uintptr_t)command.GetTexID(), 1, 1}, vertices_, indices_);
    canvas.pop_clip();
}

void imgui_canvas::restore_windows(std::string_view kept)
{
    ImGui::LoadIniSettingsFromMemory(kept.data(), kept.size());
}

void imgui_canvas::keep_windows(respawn::string& kept)
{
    ImGuiIO& io = ImGui::GetIO();
    if (!io.WantSaveIniSettings)
        return;
    std::size_t size = 0;
    const char* text = ImGui::SaveIniSettingsToMemory(&size);
    kept.assign(text, size);
    io.WantSaveIniSettings = false;
}
