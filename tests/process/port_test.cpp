#include "catch.hpp"

#include "supervisor/display/png_file.hpp"
#include "tests/support/program_run.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

using namespace respawn;
using namespace respawn::test;

namespace {

constexpr std::uint32_t width = 960, height = 640;

/// The picture of examples/port/before at the moment that the golden picture has of its port.
std::vector<std::uint32_t> picture_before(const temporary_folder& scratch)
{
    program_start start;
    start.program = PORT_BEFORE;
    start.folder = scratch.path();
    start.environment = {{"LD_PRELOAD", SDL_PLAYER},
                         {"SDL_VIDEODRIVER", "dummy"},
                         {"SDL_RENDER_DRIVER", "software"},
                         {"SDL_PLAYER_SCRIPT", std::string{EXAMPLES} + "/port/delve.script"},
                         {"SDL_PLAYER_FRAMES", "500"},
                         {"SDL_PLAYER_PICTURE", (scratch / "picture").string()}};
    const program_result result = run_program(start);
    INFO(result.errors);
    REQUIRE(result.exit_code == 0);
    const std::string bytes = read_file(scratch / "picture");
    REQUIRE(bytes.size() == std::size_t{width} * height * 4);
    std::vector<std::uint32_t> pixels(std::size_t{width} * height);
    std::memcpy(pixels.data(), bytes.data(), bytes.size());
    return pixels;
}

/// The largest difference of a channel.
int difference(std::uint32_t a, std::uint32_t b)
{
    int largest = 0;
    for (const int shift : {0, 8, 16})
        largest = std::max(
            largest, std::abs(static_cast<int>(a >> shift & 0xff) - static_cast<int>(b >> shift & 0xff)));
    return largest;
}

} // namespace

TEST_CASE("an SDL2 game and its port show the same moment of the same game")
{
    const temporary_folder scratch;
    const auto before = picture_before(scratch);
    const auto after = supervisor::read_png(std::string{RESPAWN_GOLDEN_DIR} + "/example_delve.png");
    REQUIRE(after.has_value());
    REQUIRE(after->width == width);
    REQUIRE(after->height == height);
    // SDL rounds what is half transparent in another way.
    std::size_t different = 0;
    for (std::size_t i = 0; i != before.size(); ++i)
        different += difference(before[i], after->pixels[i]) > 1;
    REQUIRE(different == 0);
}
