#include "golden.hpp"

#include "catch.hpp"

#include "supervisor/display/png_file.hpp"

#include <cstdlib>
#include <filesystem>

namespace respawn::test {

void check_golden(const presentation::image& picture, const std::string& name, std::size_t different_pixels)
{
    const auto path = std::string{RESPAWN_GOLDEN_DIR} + "/" + name + ".png";
    if (std::getenv("RESPAWN_UPDATE_GOLDEN"))
        REQUIRE(supervisor::write_png(picture, path).has_value());
    const auto golden = supervisor::read_png(path);
    std::size_t different = 0;
    const bool same_size = golden && golden->width == picture.width && golden->height == picture.height;
    for (std::size_t pixel = 0; same_size && pixel != picture.pixels.size(); ++pixel)
        different += (picture.pixels[pixel] & 0xffffff) != golden->pixels[pixel];
    if (same_size && different * 1000 <= different_pixels * picture.pixels.size())
        return;
    const auto actual = std::filesystem::absolute(name + ".actual.png").string();
    REQUIRE(supervisor::write_png(picture, actual).has_value());
    FAIL("the picture is not " << path << ", " << different << " pixels differ; it is in " << actual);
}

} // namespace respawn::test
