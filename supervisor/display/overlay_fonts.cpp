#include "supervisor/display/overlay_fonts.hpp"

#include "shared/pictures/layout.hpp"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

namespace respawn::supervisor {

namespace {

constexpr unsigned char mono_bytes[] = {
#include "overlay_mono_bytes.inc"
};
constexpr unsigned char bold_bytes[] = {
#include "overlay_bold_bytes.inc"
};

constexpr int smallest = 11, largest = 48;
constexpr float lines_a_window = 45, lines_a_width = 60, title_size = 1.4f;

// What the subsets of the font have (tools/font/README.md).
constexpr ImWchar characters[] = {0x0020, 0x007e, 0x00a0, 0x017f, 0x0192, 0x0192, 0x0218, 0x021b, 0x02c6,
                                  0x02dd, 0x0370, 0x03ff, 0x0400, 0x045f, 0x0490, 0x0491, 0x2010, 0x2027,
                                  0x2030, 0x203a, 0x20ac, 0x20ac, 0x2122, 0x2122, 0x2190, 0x2199, 0x2200,
                                  0x2265, 0x2295, 0x2295, 0x2500, 0x257f, 0x2580, 0x2593, 0x25a0, 0x25cf,
                                  0x2713, 0x2713, 0x2717, 0x2717, 0xfffd, 0xfffd, 0};
// Names can be foreign in any style; titles are the supervisor's own.
constexpr ImWchar letters[] = {0x0020, 0x007e, 0x00a0, 0x017f, 0x0370, 0x03ff, 0x0400,
                               0x045f, 0x2010, 0x2027, 0xfffd, 0xfffd, 0};
constexpr ImWchar plain_letters[] = {0x0020, 0x007e, 0x00a0, 0x00ff, 0x2010, 0x2027, 0xfffd, 0xfffd, 0};

ImFont* add(std::span<const unsigned char> file, int size, const ImWchar* those)
{
    ImFontConfig how;
    how.FontDataOwnedByAtlas = false;
    // Each letter a whole number of pixels from the next, as the rasterizer samples the nearest texel.
    how.OversampleH = how.OversampleV = 1;
    how.PixelSnapH = true;
    how.GlyphRanges = those;
    // Only read, as the atlas does not own it.
    auto* bytes = const_cast<unsigned char*>(file.data());
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(
        bytes, static_cast<int>(file.size()), static_cast<float>(size), &how);
}

} // namespace

int overlay_text_size(std::uint32_t width, std::uint32_t height)
{
    const auto wanted =
        std::min(static_cast<float>(width) / lines_a_width, static_cast<float>(height) / lines_a_window);
    return std::clamp(static_cast<int>(std::lround(wanted)), smallest, largest);
}

overlay_fonts draw_overlay_fonts(int size, presentation::texture_store& textures)
{
    auto& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    // Lines that are baked into the atlas need a filter between texels.
    atlas.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoBakedLines;
    overlay_fonts made;
    made.size = size;
    made.text = add(mono_bytes, size, characters);
    made.bold = add(bold_bytes, size, letters);
    made.title =
        add(bold_bytes, static_cast<int>(std::lround(title_size * static_cast<float>(size))), plain_letters);
    unsigned char* rgba = nullptr;
    int width = 0, height = 0;
    atlas.GetTexDataAsRGBA32(&rgba, &width, &height);
    textures.make_built_in(
        pictures::overlay_texture, "overlay's letters", static_cast<std::uint32_t>(width),
        static_cast<std::uint32_t>(height),
        std::as_bytes(
            std::span{rgba, static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4}));
    // A pointer or a number, depending on the version.
    atlas.SetTexID((ImTextureID) static_cast<std::uintptr_t>(pictures::overlay_texture));
    atlas.ClearTexData();
    return made;
}

} // namespace respawn::supervisor
