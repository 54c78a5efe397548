#include "shared/presentation/composition.hpp"

#include "shared/presentation/rasterizer.hpp"
#include "shared/presentation/work_limit.hpp"

#include <cstring>
#include <string>
#include <utility>

namespace respawn::presentation {

composition::composition(std::uint32_t width, std::uint32_t height)
{
    list_.width = width;
    list_.height = height;
}

result<void> composition::take(const std::byte* slot, std::uint32_t width, std::uint32_t height)
{
    if (const auto copied = pictures::copy_picture(slot, width, height, next_); !copied)
        return copied;
    std::swap(list_, next_);
    background_.resize(list_.has_pixels ? std::size_t{list_.width} * list_.height : 0);
    if (!background_.empty())
        std::memcpy(
            background_.data(), slot + pictures::pixels_offset, background_.size() * sizeof(std::uint32_t));
    drawn_ = false;
    cut_short_ = limit_work(list_);
    return {};
}

result<void> composition::check_whole() const
{
    if (!cut_short_)
        return {};
    return failure{
        "the picture of frame " + std::to_string(list_.frame) +
        " is shown without its last shapes: drawing so many and such large ones would take too long"};
}

const image& composition::look(const texture_store& textures) const
{
    if (std::exchange(drawn_, true))
        return look_;
    look_.width = list_.width;
    look_.height = list_.height;
    if (list_.has_pixels)
        look_.pixels = background_;
    else
        look_.pixels.assign(std::size_t{list_.width} * list_.height, list_.clear_color);
    draw(list_, textures, look_);
    return look_;
}

} // namespace respawn::presentation
