#include "catch.hpp"

#include "shared/presentation/rasterizer.hpp"
#include "shared/presentation/work_limit.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

using namespace respawn;
using pictures::vertex_data;
using presentation::image;

namespace {

constexpr std::uint32_t side = 64;

/// A picture of triangles and what it is drawn with.
struct scene {
    pictures::picture picture;
    presentation::texture_store textures;

    scene()
    {
        picture.width = picture.height = side;
        picture.commands.push_back({0, 0, 0, side, side, 0, 0});
    }

    void triangle(vertex_data a, vertex_data b, vertex_data c)
    {
        for (const auto& vertex : {a, b, c}) {
            picture.indices.push_back(static_cast<std::uint32_t>(picture.vertices.size()));
            picture.vertices.push_back(vertex);
        }
        picture.commands.back().index_count += 3;
    }

    void quad(float left, float top, float right, float bottom, std::uint32_t color, float u = 0, float v = 0)
    {
        const auto corner = [&](float x, float y, float corner_u, float corner_v) {
            return make_vertex(x, y, color, corner_u, corner_v);
        };
        triangle(corner(left, top, 0, 0), corner(right, top, u, 0), corner(right, bottom, u, v));
        triangle(corner(left, top, 0, 0), corner(right, bottom, u, v), corner(left, bottom, 0, v));
    }

    static vertex_data make_vertex(float x, float y, std::uint32_t color, float u = 0, float v = 0)
    {
        const auto channel = [&](int shift) { return static_cast<std::uint8_t>(color >> shift); };
        return {x, y, channel(16), channel(8), channel(0), channel(24), u, v};
    }

    /// Over `below` everywhere.
    [[nodiscard]] image drawn(std::uint32_t below = 0) const
    {
        image target{side, side, std::vector<std::uint32_t>(side * side, below)};
        presentation::draw(picture, textures, target);
        return target;
    }
};

std::uint32_t at(const image& picture, std::uint32_t x, std::uint32_t y)
{
    return picture.pixels[y * picture.width + x] & 0xffffff;
}

auto count(const image& picture, std::uint32_t color)
{
    return std::count_if(
        picture.pixels.begin(), picture.pixels.end(),
        [&](auto pixel) { return (pixel & 0xffffff) == color; });
}

} // namespace

TEST_CASE("a rectangle covers exactly the pixels whose centres lie in it")
{
    scene rectangle;
    rectangle.quad(10, 20, 15, 23, 0xffaabbcc);
    const auto whole = rectangle.drawn();
    CHECK(count(whole, 0xaabbcc) == 5 * 3);
    CHECK(at(whole, 10, 20) == 0xaabbcc);
    CHECK(at(whole, 14, 22) == 0xaabbcc);

    scene shifted;
    shifted.quad(10.5f, 20.5f, 15.5f, 23.5f, 0xffaabbcc);
    CHECK(count(shifted.drawn(), 0xaabbcc) == 5 * 3);
    CHECK(at(shifted.drawn(), 10, 20) == 0xaabbcc);
    CHECK(at(shifted.drawn(), 15, 22) == 0);
}

TEST_CASE("triangles that share edges cover each pixel between them exactly once")
{
    // A fan around a point, drawn half transparent: a pixel covered twice or not at all has another colour.
    for (unsigned seed = 1; seed <= 200; ++seed) {
        CAPTURE(seed);
        std::mt19937 random{seed};
        std::uniform_real_distribution<float> place{8, 56};
        const float x = place(random), y = place(random);
        const std::uint32_t color = 0x80ffffff;
        const std::vector<std::pair<float, float>> rim{{-20, -20}, {30, -9}, {90, -30}, {80, 33},
                                                       {95, 99},   {31, 77}, {-9, 90},  {-31, 30}};
        scene fan;
        for (std::size_t corner = 0; corner != rim.size(); ++corner) {
            const auto& [x1, y1] = rim[corner];
            const auto& [x2, y2] = rim[(corner + 1) % rim.size()];
            const auto a = scene::make_vertex(x, y, color), b = scene::make_vertex(x1, y1, color),
                       c = scene::make_vertex(x2, y2, color);
            if (random() % 2)
                fan.triangle(a, b, c);
            else
                fan.triangle(c, a, b);
        }
        REQUIRE(count(fan.drawn(), 0x808080) == side * side);
    }
}

TEST_CASE("a triangle's corners may lie far outside of the picture")
{
    scene large;
    large.triangle(
        scene::make_vertex(-16000, -16000, 0xff123456), scene::make_vertex(16000, -16000, 0xff123456),
        scene::make_vertex(30, 16000, 0xff123456));
    CHECK(count(large.drawn(), 0x123456) == side * side);

    scene beside;
    beside.quad(-16000, -16000, 0, 16000, 0xff123456);
    beside.quad(64, -16000, 16000, 16000, 0xff123456);
    CHECK(count(beside.drawn(), 0) == side * side);
}

TEST_CASE("flat and vanishing triangles draw nothing")
{
    scene flat;
    flat.quad(10, 10, 50, 10, 0xffffffff);
    flat.quad(10, 10, 10, 50, 0xffffffff);
    flat.triangle(
        scene::make_vertex(1, 1, 0xffffffff), scene::make_vertex(60, 60, 0xffffffff),
        scene::make_vertex(30, 30, 0xffffffff));
    CHECK(count(flat.drawn(), 0) == side * side);
}

TEST_CASE("nothing is drawn outside of the clip rectangle")
{
    scene clipped;
    clipped.picture.commands[0] = {0, 5, 6, 7, 8, 0, 0};
    clipped.quad(-100, -100, 200, 200, 0xffffffff);
    const auto picture = clipped.drawn();
    CHECK(count(picture, 0xffffff) == 7 * 8);
    CHECK(at(picture, 5, 6) == 0xffffff);
    CHECK(at(picture, 11, 13) == 0xffffff);
}

TEST_CASE("alpha mixes with what is below, and its ends are exact")
{
    const auto over = [](std::uint32_t color, std::uint32_t below) {
        scene mixed;
        mixed.quad(0, 0, 64, 64, color);
        return at(mixed.drawn(below), 30, 30);
    };
    CHECK(over(0x00ffffff, 0x123456) == 0x123456);
    CHECK(over(0xff654321, 0x123456) == 0x654321);
    CHECK(over(0x80ff0000, 0x0000ff) == 0x80007f);
    for (std::uint32_t alpha = 0; alpha != 256; ++alpha)
        CHECK(over(alpha << 24 | 0x6789ab, 0x6789ab) == 0x6789ab);
}

TEST_CASE("colours change evenly from corner to corner")
{
    scene ramp;
    const auto corner = [](float x, float y) {
        return scene::make_vertex(x, y, x > 0 ? 0xffffff00 : 0xff0000ff);
    };
    ramp.triangle(corner(0, 0), corner(64, 0), corner(64, 64));
    ramp.triangle(corner(0, 0), corner(64, 64), corner(0, 64));
    const auto picture = ramp.drawn();
    for (std::uint32_t x = 0; x != side; ++x) {
        const auto exact = 255 * (x + 0.5) / 64;
        CHECK(std::abs((at(picture, x, 10) >> 16) - exact) <= 0.51);
        CHECK(at(picture, x, 10) == at(picture, x, 50));
        CHECK((at(picture, x, 10) >> 16) + (at(picture, x, 10) & 0xff) >= 254);
    }
}

TEST_CASE("a texture drawn at its own size is copied pixel by pixel, also where it is tinted white")
{
    scene copied;
    std::vector<std::byte> rgba(16 * 8 * 4);
    for (std::size_t byte = 0; byte != rgba.size(); ++byte)
        rgba[byte] = byte % 4 == 3 ? std::byte{255} : static_cast<std::byte>(byte * 37 >> 2);
    REQUIRE(copied.textures.make(0x500, "noise", 16, 8, rgba).has_value());
    copied.picture.commands[0].texture = 0x500;
    copied.quad(20, 30, 36, 38, 0xffffffff, 1, 1);
    const auto picture = copied.drawn();
    const auto& texels = copied.textures.find(0x500)->pixels;
    for (std::uint32_t y = 0; y != 8; ++y)
        for (std::uint32_t x = 0; x != 16; ++x)
            REQUIRE(at(picture, 20 + x, 30 + y) == (texels[y * 16 + x] & 0xffffff));
    CHECK(count(picture, 0) >= side * side - 16 * 8);
}

TEST_CASE("an enlarged texture is made of even squares")
{
    scene enlarged;
    const std::vector<std::byte> rgba{std::byte{255}, {}, {}, std::byte{255}, {}, std::byte{255}, {},
                                      std::byte{255}};
    REQUIRE(enlarged.textures.make(0x500, "two", 2, 1, rgba).has_value());
    enlarged.picture.commands[0].texture = 0x500;
    enlarged.quad(2, 2, 62, 62, 0xffffffff, 1, 1);
    const auto picture = enlarged.drawn();
    CHECK(count(picture, 0xff0000) == 30 * 60);
    CHECK(count(picture, 0x00ff00) == 30 * 60);
}

TEST_CASE("a tint multiplies, and a texture that does not exist is magenta")
{
    scene tinted;
    const std::vector<std::byte> rgba{std::byte{255}, std::byte{128}, std::byte{64}, std::byte{255}};
    REQUIRE(tinted.textures.make(0x500, "one", 1, 1, rgba).has_value());
    tinted.picture.commands[0].texture = 0x500;
    tinted.quad(0, 0, 64, 64, 0xff80ff00, 1, 1);
    CHECK(at(tinted.drawn(), 5, 5) == 0x808000);

    tinted.picture.commands[0].texture = 0x501;
    CHECK(at(tinted.drawn(), 5, 5) == 0x800000);
}

TEST_CASE("a picture that would take too long to draw loses its last triangles, and any other none")
{
    scene modest;
    for (int layer = 0; layer != 1000; ++layer)
        modest.quad(0, 0, 64, 64, 0x10ffffff);
    const auto indices = modest.picture.commands[0].index_count;
    CHECK_FALSE(presentation::limit_work(modest.picture));
    CHECK(modest.picture.commands[0].index_count == indices);

    scene excessive;
    const auto first = scene::make_vertex(-9000, -9000, 0x10ffffff);
    for (int layer = 0; layer != 100'000; ++layer)
        excessive.triangle(
            first, scene::make_vertex(9000, -9000, 0x10ffffff), scene::make_vertex(0, 9000, 0x10ffffff));
    excessive.picture.commands.push_back(excessive.picture.commands[0]);
    CHECK(presentation::limit_work(excessive.picture));
    REQUIRE(excessive.picture.commands.size() == 1);
    CHECK(excessive.picture.commands[0].index_count % 3 == 0);
    CHECK(excessive.picture.commands[0].index_count > 3 * 32);
    CHECK(excessive.picture.commands[0].index_count < 3 * 10'000);
}
