#include "catch.hpp"
#include "examples/tetris/layout.hpp"

#include <array>

using namespace tetris;
using respawn::extent;
using respawn::rectangle;

namespace {

bool is_inside(const rectangle& area, extent picture)
{
    return area.x >= 0 && area.y >= 0 && area.width > 0 && area.height > 0 &&
           area.x + area.width <= picture.width && area.y + area.height <= picture.height;
}

bool overlap(const rectangle& one, const rectangle& other)
{
    return one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height &&
           other.y < one.y + one.height;
}

} // namespace

TEST_CASE("in every common window size all panels are in the picture and none covers another")
{
    constexpr std::array<extent, 10> sizes{
        {{640, 480},
         {800, 600},
         {1280, 720},
         {1366, 768},
         {1920, 1080},
         {3840, 2160},
         {480, 800},
         {1080, 1920},
         {1000, 1000},
         {3440, 1440}}};
    for (const extent size : sizes) {
        CAPTURE(size.width, size.height);
        const layout at = layout_for(size);
        const std::array areas{at.board, at.hold, at.next, at.numbers, at.keys};
        for (std::size_t one = 0; one < areas.size(); ++one) {
            CHECK(is_inside(areas[one], size));
            for (std::size_t other = 0; other < one; ++other)
                CHECK_FALSE(overlap(areas[one], areas[other]));
        }
        CHECK(at.board.width == 10 * at.cell);
        CHECK(at.board.height == 20 * at.cell);
    }
}

TEST_CASE("a tall window gets the tall layout and a wide one the wide layout")
{
    CHECK(layout_for({1080, 1920}).is_portrait);
    CHECK_FALSE(layout_for({1920, 1080}).is_portrait);
}

TEST_CASE("a window of no size still has a layout")
{
    CHECK(layout_for({0, 0}).cell == 1);
}
