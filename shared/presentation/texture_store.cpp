#include "shared/presentation/texture_store.hpp"

#include "shared/pictures/layout.hpp"

#include <utility>

namespace respawn::presentation {

namespace {

std::vector<std::uint32_t> pack(std::span<const std::byte> rgba)
{
    std::vector<std::uint32_t> pixels;
    pixels.reserve(rgba.size() / 4);
    const auto value = [&](std::size_t index) { return static_cast<std::uint32_t>(rgba[index]); };
    for (std::size_t at = 0; at != rgba.size(); at += 4)
        pixels.push_back(value(at + 3) << 24 | value(at) << 16 | value(at + 1) << 8 | value(at + 2));
    return pixels;
}

} // namespace

result<void> texture_store::make(
    std::uint64_t id, std::string name, std::uint32_t width, std::uint32_t height,
    std::span<const std::byte> rgba)
{
    if (const auto checked = check(id, name, width, height, rgba.size()); !checked)
        return checked;
    auto pixels = pack(rgba);
    auto& made = images_[id];
    total_bytes_ += rgba.size() - made.pixels.size() * sizeof(std::uint32_t);
    made = {std::move(name), width, height, std::move(pixels), ++revision_};
    return {};
}

void texture_store::make_built_in(
    std::uint64_t id, std::string name, std::uint32_t width, std::uint32_t height,
    std::span<const std::byte> rgba)
{
    built_in_[id] = {std::move(name), width, height, pack(rgba), ++revision_};
}

result<void> texture_store::check(
    std::uint64_t id, const std::string& name, std::uint32_t width, std::uint32_t height,
    std::size_t bytes) const
{
    const auto refuse = [&](const std::string& why) {
        return failure{"cannot make the texture " + name + ": " + why};
    };
    if (width == 0 || height == 0 || width > max_side || height > max_side)
        return refuse(
            std::to_string(width) + "x" + std::to_string(height) + " is not between 1 and " +
            std::to_string(max_side) + " pixels a side");
    const auto wanted = std::size_t{width} * height * 4;
    if (bytes != wanted)
        return refuse(
            "it came with " + std::to_string(bytes) + " bytes of pixels instead of " +
            std::to_string(wanted));
    if (id < pictures::first_texture)
        return refuse(
            "its id, " + std::to_string(id) + ", is one of those below " +
            std::to_string(pictures::first_texture) + " that respawn keeps for its own");
    const auto* old = find(id);
    if (!old && images_.size() == max_count)
        return refuse(
            "there are " + std::to_string(max_count) + " already; put several images into one texture");
    const auto replaced = old ? old->pixels.size() * sizeof(std::uint32_t) : 0;
    if (total_bytes_ - replaced + wanted > max_total_bytes)
        return refuse("all textures together would take more than 1 GiB");
    return {};
}

const texture_image* texture_store::find(std::uint64_t id) const
{
    const auto& among = id < pictures::first_texture ? built_in_ : images_;
    const auto found = among.find(id);
    return found == among.end() ? nullptr : &found->second;
}

const texture_image& texture_store::missing()
{
    static const texture_image magenta{"missing", 1, 1, {0xffff00ff}, 0};
    return magenta;
}

} // namespace respawn::presentation
