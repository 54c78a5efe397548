#include "supervisor/display/draw_data.hpp"

#include <imgui.h>

#include <algorithm>
#include <array>

namespace respawn::supervisor {

namespace {

pictures::vertex_data convert(const ImDrawVert& vertex)
{
    const auto channel = [&](int shift) { return static_cast<std::uint8_t>(vertex.col >> shift & 0xff); };
    const auto place = [](float at) {
        return std::clamp(at, -pictures::max_coordinate, pictures::max_coordinate);
    };
    return {
        place(vertex.pos.x),
        place(vertex.pos.y),
        channel(IM_COL32_R_SHIFT),
        channel(IM_COL32_G_SHIFT),
        channel(IM_COL32_B_SHIFT),
        channel(IM_COL32_A_SHIFT),
        std::clamp(vertex.uv.x, 0.0f, 1.0f),
        std::clamp(vertex.uv.y, 0.0f, 1.0f)};
}

/// The command without its indices; its clip rectangle is inside the picture, and may be empty.
pictures::command_data convert(const ImDrawCmd& command, std::uint32_t width, std::uint32_t height)
{
    const auto limit = [](float at, std::uint32_t end) {
        return static_cast<std::int32_t>(std::clamp(at, 0.0f, static_cast<float>(end)));
    };
    const auto left = limit(command.ClipRect.x, width), right = limit(command.ClipRect.z, width);
    const auto top = limit(command.ClipRect.y, height), bottom = limit(command.ClipRect.w, height);
    const auto texture =
        (std::uintptr_t)command.GetTexID(); // a pointer or a number, depending on the version
    return {texture, left, top, std::max(right - left, 0), std::max(bottom - top, 0), 0, 0};
}

/// Adds a triangle to the last command if that has the same texture and clip rectangle.
void add_triangle(const std::uint32_t* corners, const pictures::command_data& how, pictures::picture& out)
{
    const auto is_like = [&](const pictures::command_data& last) {
        return last.texture == how.texture && last.clip_x == how.clip_x && last.clip_y == how.clip_y &&
               last.clip_width == how.clip_width && last.clip_height == how.clip_height;
    };
    if (out.commands.empty() || !is_like(out.commands.back())) {
        out.commands.push_back(how);
        out.commands.back().first_index = static_cast<std::uint32_t>(out.indices.size());
    }
    out.indices.insert(out.indices.end(), corners, corners + 3);
    out.commands.back().index_count += 3;
}

void add(const ImDrawList& list, const ImVec2& white, pictures::picture& out)
{
    const auto first_vertex = static_cast<std::uint32_t>(out.vertices.size());
    for (const auto& vertex : list.VtxBuffer)
        out.vertices.push_back(convert(vertex));
    for (const auto& command : list.CmdBuffer) {
        const auto textured = convert(command, out.width, out.height);
        if (command.UserCallback || textured.clip_width == 0 || textured.clip_height == 0)
            continue;
        auto plain = textured;
        plain.texture = 0;
        const auto* index = list.IdxBuffer.Data + command.IdxOffset;
        for (unsigned done = 0; done + 3 <= command.ElemCount; done += 3, index += 3) {
            const std::uint32_t base = first_vertex + command.VtxOffset;
            const std::array corners{base + index[0], base + index[1], base + index[2]};
            const bool is_white = std::all_of(corners.begin(), corners.end(), [&](std::uint32_t corner) {
                return out.vertices[corner].u == white.x && out.vertices[corner].v == white.y;
            });
            add_triangle(corners.data(), is_white ? plain : textured, out);
        }
    }
}

} // namespace

void convert(
    const ImDrawData& data, const ImVec2& white, std::uint32_t width, std::uint32_t height,
    pictures::picture& out)
{
    out.frame = 0;
    out.width = width;
    out.height = height;
    out.commands.clear();
    out.indices.clear();
    out.vertices.clear();
    for (int number = 0; number != data.CmdListsCount; ++number)
        add(*data.CmdLists[number], white, out);
}

} // namespace respawn::supervisor
