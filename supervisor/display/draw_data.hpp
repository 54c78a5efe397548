#pragma once

#include "shared/pictures/picture.hpp"

struct ImDrawData;
struct ImVec2;

namespace respawn::supervisor {

/// What Dear ImGui wants drawn as a picture that keeps the invariant of pictures::picture. `out` keeps its
/// memory; its texture ids are those that ImGui was given. `white`: where ImGui's texture is white; triangles
/// that are all there get no texture, which is drawn faster.
void convert(
    const ImDrawData& data, const ImVec2& white, std::uint32_t width, std::uint32_t height,
    pictures::picture& out);

} // namespace respawn::supervisor
