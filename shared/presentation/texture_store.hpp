#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace respawn::presentation {

/// An image to draw with, kept for as long as the session lasts.
struct texture_image {
    std::string name;
    std::uint32_t width = 0, height = 0;
    std::vector<std::uint32_t> pixels; ///< 0xAARRGGBB, straight alpha, row by row
    std::uint64_t revision = 0;        ///< another number each time that the pixels become others
};

/// The textures by id. They outlive workers, and renderers, which make theirs from these.
class texture_store {
public:
    static constexpr std::uint32_t max_side = 8192;
    static constexpr std::size_t max_count = 4096;
    static constexpr std::size_t max_total_bytes = std::size_t{1} << 30;

    /// Makes a worker's texture, or gives the one of this id other pixels. `rgba`: width * height * 4 bytes.
    /// After a failure everything is as before.
    result<void> make(
        std::uint64_t id, std::string name, std::uint32_t width, std::uint32_t height,
        std::span<const std::byte> rgba);

    /// Makes one of the supervisor's own, or gives it other pixels: no worker can take its id. Neither counts
    /// it for the limits. `id`: below pictures::first_texture.
    void make_built_in(
        std::uint64_t id, std::string name, std::uint32_t width, std::uint32_t height,
        std::span<const std::byte> rgba);

    /// The texture of this id, or null. Valid until the next make().
    [[nodiscard]] const texture_image* find(std::uint64_t id) const;
    /// What is drawn in place of a texture that does not exist: magenta, so that it is noticed.
    [[nodiscard]] static const texture_image& missing();

private:
    [[nodiscard]] result<void> check(
        std::uint64_t id, const std::string& name, std::uint32_t width, std::uint32_t height,
        std::size_t bytes) const;

    std::map<std::uint64_t, texture_image> images_, built_in_;
    std::size_t total_bytes_ = 0;
    std::uint64_t revision_ = 0;
};

} // namespace respawn::presentation
