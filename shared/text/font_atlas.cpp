#include "shared/text/font_atlas.hpp"

#include "shared/text/font.hpp"

#include <algorithm>
#include <span>

namespace respawn::text {

namespace {

/// In PackBits: a byte below 128 is followed by one byte more than it says, as they are; one above 128 by a
/// byte that is repeated 257 minus it times.
/// Source: Apple Technical Note TN1023.
constexpr unsigned char packed[] = {
#include "font_atlas_bytes.inc"
};

constexpr unsigned first_repeat = 129;

} // namespace

std::vector<std::byte> font_atlas()
{
    std::vector<std::byte> atlas;
    atlas.reserve(std::size_t{atlas_width} * atlas_height);
    const auto bytes = std::as_bytes(std::span{packed});
    for (std::size_t at = 0; at < bytes.size();) {
        const auto head = static_cast<unsigned>(bytes[at++]);
        if (head >= first_repeat) {
            atlas.insert(atlas.end(), 257 - head, bytes[at++]);
        } else {
            const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(at);
            atlas.insert(atlas.end(), first, first + static_cast<std::ptrdiff_t>(head) + 1);
            at += head + 1;
        }
    }
    return atlas;
}

} // namespace respawn::text
