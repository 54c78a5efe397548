#include "supervisor/display/display.hpp"

#include "shared/pictures/layout.hpp"
#include "shared/text/font_atlas.hpp"
#include "supervisor/display/composition.hpp"
#include "supervisor/display/layers.hpp"
#include "supervisor/display/overlay.hpp"
#include "supervisor/display/png_file.hpp"
#include "supervisor/display/sdl_window.hpp"
#include "supervisor/input/input_queue.hpp"

#include <algorithm>
#include <vector>

namespace respawn::supervisor {

namespace {

std::pair<int, int> limit_size(std::pair<int, int> size)
{
    return {
        std::clamp(size.first, min_side, static_cast<int>(pictures::max_width)),
        std::clamp(size.second, min_side, static_cast<int>(pictures::max_height))};
}

result<void> make_font_texture(texture_store& textures)
{
    const auto atlas = decode_grey_png(text::font_atlas_png());
    if (!atlas)
        return atlas.error();
    std::vector<std::byte> rgba;
    rgba.reserve(atlas->pixels.size() * 4);
    for (const auto coverage : atlas->pixels) {
        rgba.insert(rgba.end(), 3, std::byte{0xff});
        rgba.push_back(std::byte{coverage});
    }
    textures.make_built_in(pictures::font_texture, "font", atlas->width, atlas->height, rgba);
    return {};
}

} // namespace

struct display::implementation {
    explicit implementation(std::pair<int, int> initial) :
        size{initial}, picture{
                           static_cast<std::uint32_t>(initial.first),
                           static_cast<std::uint32_t>(initial.second)}
    {}

    std::pair<int, int> size; ///< headless
    composition picture;
    texture_store textures{};
    overlay over{};
    std::string keys{};                   ///< that were typed and not taken yet
    std::unique_ptr<sdl_window> window{}; ///< none when headless
};

result<std::unique_ptr<display>> display::create(const display_options& options)
{
    const auto size = limit_size({options.width, options.height});
    auto made = std::make_unique<implementation>(size);
    if (const auto font = make_font_texture(made->textures); !font)
        return font.error();
    if (!options.headless) {
        auto window = sdl_window::create(options);
        if (!window)
            return window.error();
        made->window = std::move(*window);
        made->over.warm_up(
            static_cast<std::uint32_t>(size.first), static_cast<std::uint32_t>(size.second), made->textures);
    }
    std::unique_ptr<display> created{new display{std::move(made)}};
    created->repeat();
    return created;
}

display::display(std::unique_ptr<implementation> made) : implementation_{std::move(made)} {}

display::~display() = default;

void display::pump(input_queue& input)
{
    if (implementation_->window)
        pump_window(input);
    const auto [width, height] = size();
    input.resize(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
}

void display::pump_window(input_queue& input)
{
    auto& [headless_size, picture, textures, over, keys, window] = *implementation_;
    overlay_keys taken;
    for (const auto& hint : over.content().keys)
        taken.wanted += hint.key;
    taken.scrolls = !taken.wanted.empty() && (over.content().build || over.content().ending);
    const bool must_draw = window->pump(input, taken);
    keys += taken.typed;
    over.scroll(taken.scrolled);
    if (must_draw || taken.scrolled.moves())
        repeat();
}

void display::set_overlay(overlay_content content)
{
    implementation_->over.set(std::move(content));
    repeat();
}

void display::set_panel(std::optional<panel_content> panel, panel_is_shown when)
{
    if (implementation_->over.set_panel(std::move(panel)) && when == panel_is_shown::at_once)
        repeat();
}

std::string display::take_keys()
{
    return std::exchange(implementation_->keys, {});
}

const pictures::picture* display::look_of_overlay() const
{
    const auto [width, height] = size();
    return implementation_->over.look(
        static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), implementation_->textures);
}

result<void> display::show(const std::byte* slot, std::uint32_t width, std::uint32_t height)
{
    auto& picture = implementation_->picture;
    if (const auto taken = picture.take(slot, width, height); !taken)
        return taken;
    if (const auto presented = present(); !presented || !picture.cut_short())
        return presented;
    return failure{
        "the picture of frame " + std::to_string(picture.list().frame) +
        " is shown without its last shapes: drawing so many and such large ones would take too long"};
}

result<void> display::present()
{
    auto& [headless_size, picture, textures, over, keys, window] = *implementation_;
    if (!window)
        return {};
    return window->present(picture, look_of_overlay(), textures);
}

void display::repeat()
{
    // The next show() tells of what keeps pictures off the window.
    static_cast<void>(present());
}

const image& display::picture() const
{
    return implementation_->picture.look(implementation_->textures);
}

image display::window_picture() const
{
    const auto [width, height] = size();
    image all;
    lay_over(
        picture(), look_of_overlay(), static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height),
        implementation_->textures, all);
    return all;
}

result<void> display::save_png(const std::string& path, saved_picture what) const
{
    return write_png(what == saved_picture::of_game ? picture() : window_picture(), path);
}

texture_store& display::textures()
{
    return implementation_->textures;
}

std::pair<int, int> display::size() const
{
    const auto& window = implementation_->window;
    return window ? limit_size(window->size()) : implementation_->size;
}

} // namespace respawn::supervisor
