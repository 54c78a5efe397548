// bake_font FONT.ttf ATLAS.packbits METRICS.inc: draws the built-in font's glyphs into one grey picture. See
// README.md.

#include "shared/text/font.hpp"

#define STB_RECT_PACK_IMPLEMENTATION
#include <stb/stb_rect_pack.h>
#define STB_TRUETYPE_IMPLEMENTATION
#include <stb/stb_truetype.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using respawn::text::atlas_height;
using respawn::text::atlas_width;
using respawn::text::glyph;
using respawn::text::glyph_count;

constexpr std::array<int, 6> line_heights{12, 16, 20, 24, 32, 48};
constexpr std::size_t most_at_once = 128, least_repeat = 3; // of PackBits
constexpr int gap = 1; // between glyphs, so that a scaled one does not show its neighbour

struct baked_glyph {
    glyph shape{};
    std::vector<unsigned char> coverage;
};

struct baked_font {
    int line_height = 0, ascent = 0;
    std::vector<baked_glyph> glyphs;
};

[[noreturn]] void fail(const std::string& sentence)
{
    std::fprintf(stderr, "bake_font: %s\n", sentence.c_str());
    std::exit(1);
}

std::vector<unsigned char> read_file(const char* path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file)
        fail(std::string{"cannot read "} + path);
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The font's own numbers of the glyphs, in the order of respawn::text::font::glyphs; 0 is its box.
std::vector<int> glyph_numbers(const stbtt_fontinfo& source)
{
    std::vector<int> numbers;
    for (int character = 0x20; character != 0x7f; ++character)
        numbers.push_back(stbtt_FindGlyphIndex(&source, character));
    for (int character = 0xa0; character != 0x100; ++character)
        numbers.push_back(stbtt_FindGlyphIndex(&source, character));
    numbers.push_back(0);
    return numbers;
}

baked_glyph bake_glyph(const stbtt_fontinfo& source, int number, float scale, int ascent)
{
    int left, top, right, bottom, advance, bearing;
    stbtt_GetGlyphBitmapBox(&source, number, scale, scale, &left, &top, &right, &bottom);
    stbtt_GetGlyphHMetrics(&source, number, &advance, &bearing);

    baked_glyph baked;
    const int width = right - left, height = bottom - top;
    baked.shape.width = static_cast<std::uint8_t>(width);
    baked.shape.height = static_cast<std::uint8_t>(height);
    baked.shape.left = static_cast<std::int8_t>(left);
    baked.shape.top = static_cast<std::int8_t>(ascent + top);
    baked.shape.advance = static_cast<std::uint8_t>(std::lround(static_cast<float>(advance) * scale));
    baked.coverage.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    if (!baked.coverage.empty())
        stbtt_MakeGlyphBitmap(&source, baked.coverage.data(), width, height, width, scale, scale, number);
    return baked;
}

baked_font bake_font(const stbtt_fontinfo& source, int line_height)
{
    const float scale = stbtt_ScaleForPixelHeight(&source, static_cast<float>(line_height));
    int ascent, descent, line_gap;
    stbtt_GetFontVMetrics(&source, &ascent, &descent, &line_gap);

    baked_font baked{line_height, static_cast<int>(std::lround(static_cast<float>(ascent) * scale)), {}};
    for (const int number : glyph_numbers(source))
        baked.glyphs.push_back(bake_glyph(source, number, scale, baked.ascent));
    return baked;
}

void place_glyphs(std::vector<baked_font>& fonts)
{
    std::vector<stbrp_rect> places;
    for (const baked_font& font : fonts)
        for (const baked_glyph& baked : font.glyphs)
            places.push_back({0, baked.shape.width + gap, baked.shape.height + gap, 0, 0, 0});

    stbrp_context packer;
    std::vector<stbrp_node> nodes(atlas_width);
    stbrp_init_target(&packer, atlas_width, atlas_height, nodes.data(), static_cast<int>(nodes.size()));
    if (!stbrp_pack_rects(&packer, places.data(), static_cast<int>(places.size())))
        fail("the glyphs do not fit; enlarge the atlas in shared/text/font.hpp");

    auto place = places.begin();
    for (baked_font& font : fonts) {
        for (baked_glyph& baked : font.glyphs) {
            baked.shape.x = static_cast<std::uint16_t>(place->x);
            baked.shape.y = static_cast<std::uint16_t>(place->y);
            ++place;
        }
    }
}

std::vector<unsigned char> draw_atlas(const std::vector<baked_font>& fonts)
{
    std::vector<unsigned char> atlas(std::size_t{atlas_width} * atlas_height);
    for (const baked_font& font : fonts)
        for (const baked_glyph& baked : font.glyphs)
            for (std::size_t y = 0; y != baked.shape.height; ++y)
                std::copy_n(
                    baked.coverage.begin() + static_cast<std::ptrdiff_t>(y * baked.shape.width),
                    baked.shape.width,
                    atlas.begin() +
                        static_cast<std::ptrdiff_t>((baked.shape.y + y) * atlas_width + baked.shape.x));
    return atlas;
}

/// How often the byte at `begin` stands there in a row, up to what one repeat can say.
std::size_t run_at(const std::vector<unsigned char>& bytes, std::size_t begin)
{
    std::size_t end = begin;
    while (end != bytes.size() && end - begin != most_at_once && bytes[end] == bytes[begin])
        ++end;
    return end - begin;
}

/// As shared/text/font_atlas.cpp reads it.
std::vector<unsigned char> pack(const std::vector<unsigned char>& bytes)
{
    std::vector<unsigned char> packed;
    for (std::size_t at = 0; at != bytes.size();) {
        if (const auto run = run_at(bytes, at); run >= least_repeat) {
            packed.insert(packed.end(), {static_cast<unsigned char>(257 - run), bytes[at]});
            at += run;
            continue;
        }
        const auto first = at;
        while (at != bytes.size() && at - first != most_at_once && run_at(bytes, at) < least_repeat)
            ++at;
        packed.push_back(static_cast<unsigned char>(at - first - 1));
        packed.insert(
            packed.end(), bytes.begin() + std::ptrdiff_t(first), bytes.begin() + std::ptrdiff_t(at));
    }
    return packed;
}

void write_atlas(const char* path, const std::vector<unsigned char>& atlas)
{
    const auto packed = pack(atlas);
    std::ofstream out{path, std::ios::binary};
    out.write(reinterpret_cast<const char*>(packed.data()), static_cast<std::streamsize>(packed.size()));
    if (!out.flush())
        fail(std::string{"cannot write "} + path);
}

void write_metrics(const char* path, const std::vector<baked_font>& fonts)
{
    std::ofstream out{path};
    out << "// Made by tools/font: line height, ascent, {x, y, width, height, left, top, advance} of each "
           "glyph.\n";
    for (const baked_font& font : fonts) {
        out << "{" << font.line_height << ", " << font.ascent << ", {{\n";
        for (const auto& [shape, coverage] : font.glyphs)
            out << "    {" << shape.x << ", " << shape.y << ", " << +shape.width << ", " << +shape.height
                << ", " << +shape.left << ", " << +shape.top << ", " << +shape.advance << "},\n";
        out << "}}},\n";
    }
    if (!out.flush())
        fail(std::string{"cannot write "} + path);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4)
        fail("usage: bake_font FONT.ttf ATLAS.packbits METRICS.inc");
    const std::vector<unsigned char> file = read_file(argv[1]);
    stbtt_fontinfo source;
    if (!stbtt_InitFont(&source, file.data(), 0))
        fail(std::string{argv[1]} + " is not a TrueType font");

    std::vector<baked_font> fonts;
    for (const int line_height : line_heights)
        fonts.push_back(bake_font(source, line_height));
    static_assert(glyph_count == 192);
    place_glyphs(fonts);
    write_atlas(argv[2], draw_atlas(fonts));
    write_metrics(argv[3], fonts);
}
