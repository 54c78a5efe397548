#include "shared/presentation/layers.hpp"

#include "shared/presentation/rasterizer.hpp"

#include <algorithm>

namespace respawn::presentation {

void lay_over(
    const image& below, const pictures::picture* above, std::uint32_t width, std::uint32_t height,
    const texture_store& textures, image& out)
{
    out.width = width;
    out.height = height;
    out.pixels.resize(std::size_t{width} * height);
    const auto columns = std::min(below.width, width), rows = std::min(below.height, height);
    auto* row = out.pixels.data();
    for (std::uint32_t y = 0; y != height; ++y, row += width) {
        const auto copied = y < rows ? columns : 0;
        std::copy_n(below.pixels.data() + std::size_t{y % std::max(rows, 1u)} * below.width, copied, row);
        std::fill(row + copied, row + width, 0u);
    }
    if (above)
        draw(*above, textures, out);
}

} // namespace respawn::presentation
