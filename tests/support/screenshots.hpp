#pragma once

#include "supervisor/display/png_file.hpp"
#include "tests/support/supervisor_run.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace respawn::test {

/// Colours of the overlay by which a test knows what it shows.
inline constexpr std::uint32_t red_strip = 0xf66464, blue_place = 0x86b4ff, amber_rim = 0xf4b854;

[[nodiscard]] inline presentation::image screenshot(
    const supervisor_run& run, const project& game, bool with_overlay)
{
    run.order(
        with_overlay ? std::vector<std::string>{"screenshot", "--overlay", "shot.png"}
                     : std::vector<std::string>{"screenshot", "shot.png"});
    return supervisor::read_png((game / "shot.png").string()).value();
}

[[nodiscard]] inline std::size_t count(const presentation::image& picture, std::uint32_t color)
{
    return static_cast<std::size_t>(std::count_if(
        picture.pixels.begin(), picture.pixels.end(),
        [&](auto pixel) { return (pixel & 0xffffff) == color; }));
}

} // namespace respawn::test
