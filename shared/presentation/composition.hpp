#pragma once

#include "shared/pictures/picture.hpp"
#include "shared/presentation/image.hpp"
#include "shared/presentation/texture_store.hpp"
#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace respawn::presentation {

/// A picture: what it is made of and, once somebody asks, what it looks like.
class composition {
public:
    /// Begins as a black picture.
    composition(std::uint32_t width, std::uint32_t height);

    /// Becomes the picture in a slot; see display::show().
    [[nodiscard]] result<void> take(const std::byte* slot, std::uint32_t width, std::uint32_t height);

    [[nodiscard]] const pictures::picture& list() const { return list_; }
    /// The pixels below the draw list, width * height of them if list().has_pixels, otherwise none.
    [[nodiscard]] const std::vector<std::uint32_t>& background() const { return background_; }
    /// Fails when the end of the draw list was left out, because drawing it would have taken too long.
    [[nodiscard]] result<void> check_whole() const;
    /// The picture as the rasterizer draws it; drawn when first asked for.
    [[nodiscard]] const image& look(const texture_store& textures) const;

private:
    pictures::picture list_, next_;
    std::vector<std::uint32_t> background_;
    bool cut_short_ = false;
    mutable image look_;
    mutable bool drawn_ = false;
};

} // namespace respawn::presentation
