#include "shared/text/font_atlas.hpp"

namespace respawn::text {

namespace {

constexpr unsigned char atlas[] = {
#include "font_atlas_bytes.inc"
};

} // namespace

std::span<const std::byte> font_atlas_png()
{
    return std::as_bytes(std::span{atlas});
}

} // namespace respawn::text
