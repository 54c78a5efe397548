#include "shared/presentation/presenter.hpp"
#include "shared/presentation/sdl_error.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace respawn::presentation {

namespace {

struct destroy {
    void operator()(SDL_Renderer* renderer) const { SDL_DestroyRenderer(renderer); }
    void operator()(SDL_Texture* texture) const { SDL_DestroyTexture(texture); }
};
using texture_pointer = std::unique_ptr<SDL_Texture, destroy>;

/// The renderer's copy of a texture; null if it can't hold one.
struct uploaded {
    texture_pointer texture;
    std::optional<std::uint64_t> revision;
};

class accelerated_presenter final : public presenter {
public:
    explicit accelerated_presenter(SDL_Renderer* renderer) : renderer_{renderer}
    {
        SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_BLEND);
    }

    result<void> present(
        const composition& what, const pictures::picture* over, const texture_store& textures) override;

    void forget() override
    {
        background_ = {};
        textures_.clear();
    }

private:
    [[nodiscard]] result<void> draw_background(const composition& what);
    void draw_list(const pictures::picture& list, const texture_store& textures);
    void draw_command(
        const pictures::picture& list, const pictures::command_data& command, SDL_Texture* texture);
    texture_pointer make_texture(
        std::uint32_t width, std::uint32_t height, std::uint32_t format, int access,
        const std::uint32_t* pixels);
    SDL_Texture* find(std::uint64_t id, const texture_store& textures);

    std::unique_ptr<SDL_Renderer, destroy> renderer_;
    texture_pointer background_;
    std::map<std::uint64_t, uploaded> textures_;
    std::vector<pictures::vertex_data> corners_;
};

result<void> accelerated_presenter::present(
    const composition& what, const pictures::picture* over, const texture_store& textures)
{
    SDL_RenderSetClipRect(renderer_.get(), nullptr);
    SDL_SetRenderDrawColor(renderer_.get(), 0, 0, 0, 255);
    SDL_RenderClear(renderer_.get());
    if (auto drawn = draw_background(what); !drawn)
        return drawn;
    draw_list(what.list(), textures);
    if (over)
        draw_list(*over, textures);
    if (SDL_RenderFlush(renderer_.get()) != 0)
        return sdl_failure("cannot draw into the window");
    SDL_RenderPresent(renderer_.get());
    return {};
}

result<void> accelerated_presenter::draw_background(const composition& what)
{
    const auto& list = what.list();
    const SDL_Rect whole{0, 0, static_cast<int>(list.width), static_cast<int>(list.height)};
    if (!list.has_pixels) {
        const auto channel = [&](int shift) { return static_cast<std::uint8_t>(list.clear_color >> shift); };
        SDL_SetRenderDrawColor(renderer_.get(), channel(16), channel(8), channel(0), 255);
        SDL_RenderFillRect(renderer_.get(), &whole);
        return {};
    }
    int width = 0, height = 0;
    if (background_)
        SDL_QueryTexture(background_.get(), nullptr, nullptr, &width, &height);
    if (width != whole.w || height != whole.h)
        background_ = make_texture(
            list.width, list.height, SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_STREAMING,
            what.background().data());
    else
        SDL_UpdateTexture(background_.get(), nullptr, what.background().data(), width * 4);
    if (!background_)
        return sdl_failure("the graphics card cannot hold a picture of this size; make the window smaller");
    SDL_RenderCopy(renderer_.get(), background_.get(), nullptr, &whole);
    return {};
}

void accelerated_presenter::draw_list(const pictures::picture& list, const texture_store& textures)
{
    for (const auto& command : list.commands)
        draw_command(list, command, command.texture != 0 ? find(command.texture, textures) : nullptr);
}

void accelerated_presenter::draw_command(
    const pictures::picture& list, const pictures::command_data& command, SDL_Texture* texture)
{
    // Without indices: SDL looks at every vertex that it is given for every command, needed or not.
    const auto* index = list.indices.data() + command.first_index;
    corners_.clear();
    for (const auto* end = index + command.index_count; index != end; ++index)
        corners_.push_back(list.vertices[*index]);

    const SDL_Rect clip{command.clip_x, command.clip_y, command.clip_width, command.clip_height};
    SDL_RenderSetClipRect(renderer_.get(), &clip);
    constexpr int stride = sizeof(pictures::vertex_data);
    static_assert(offsetof(pictures::vertex_data, r) == offsetof(SDL_Vertex, color));
    SDL_RenderGeometryRaw(
        renderer_.get(), texture, &corners_[0].x, stride, reinterpret_cast<const SDL_Color*>(&corners_[0].r),
        stride, &corners_[0].u, stride, static_cast<int>(corners_.size()), nullptr, 0, 0);
}

texture_pointer accelerated_presenter::make_texture(
    std::uint32_t width, std::uint32_t height, std::uint32_t format, int access, const std::uint32_t* pixels)
{
    texture_pointer made{SDL_CreateTexture(
        renderer_.get(), format, access, static_cast<int>(width), static_cast<int>(height))};
    if (!made)
        return made;
    SDL_UpdateTexture(made.get(), nullptr, pixels, static_cast<int>(width * sizeof(std::uint32_t)));
    SDL_SetTextureScaleMode(made.get(), SDL_ScaleModeNearest);
    SDL_SetTextureBlendMode(
        made.get(), SDL_ISPIXELFORMAT_ALPHA(format) ? SDL_BLENDMODE_BLEND : SDL_BLENDMODE_NONE);
    return made;
}

SDL_Texture* accelerated_presenter::find(std::uint64_t id, const texture_store& textures)
{
    const auto* image = textures.find(id);
    if (!image) {
        image = &texture_store::missing();
        id = 0;
    }
    auto& known = textures_[id];
    if (known.revision != image->revision)
        known = {
            make_texture(
                image->width, image->height, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC,
                image->pixels.data()),
            image->revision};
    // More than the graphics card can hold shows as missing, and is not tried again for every frame.
    return known.texture || id == 0 ? known.texture.get() : find(0, textures);
}

} // namespace

std::unique_ptr<presenter> make_accelerated_presenter(SDL_Renderer* renderer)
{
    return std::make_unique<accelerated_presenter>(renderer);
}

} // namespace respawn::presentation
