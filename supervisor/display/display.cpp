#include "supervisor/display/display.hpp"

#include "shared/input/input_queue.hpp"
#include "shared/presentation/composition.hpp"
#include "shared/presentation/font_texture.hpp"
#include "shared/presentation/layers.hpp"
#include "shared/presentation/picture_size.hpp"
#include "shared/presentation/sdl_window.hpp"
#include "supervisor/display/overlay.hpp"
#include "supervisor/display/overlay_keys.hpp"
#include "supervisor/display/png_file.hpp"

#include <utility>

namespace respawn::supervisor {

namespace {

constexpr const char* without_display = "; use --headless to run without";

} // namespace

struct display::implementation {
    explicit implementation(std::pair<int, int> initial) :
        size{initial}, picture{
                           static_cast<std::uint32_t>(initial.first),
                           static_cast<std::uint32_t>(initial.second)}
    {}

    std::pair<int, int> size; ///< headless
    presentation::composition picture;
    presentation::texture_store textures{};
    overlay over{};
    std::string keys{};                                 ///< that were typed and not taken yet
    std::unique_ptr<presentation::sdl_window> window{}; ///< none when headless
};

result<std::unique_ptr<display>> display::create(const display_options& options)
{
    const auto size = presentation::limit_size({options.width, options.height});
    auto made = std::make_unique<implementation>(size);
    presentation::make_font_texture(made->textures);
    if (!options.headless) {
        auto window =
            presentation::sdl_window::create({options.width, options.height, options.title, without_display});
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

void display::pump(player::input_queue& input)
{
    if (implementation_->window)
        pump_window(input);
    const auto [width, height] = size();
    input.resize(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
}

void display::pump_window(player::input_queue& input)
{
    auto& [headless_size, picture, textures, over, keys, window] = *implementation_;
    overlay_keys taken{over.content(), input};
    const bool must_draw = window->pump(input, &taken);
    keys += taken.typed();
    over.scroll(taken.scrolled());
    if (must_draw || taken.scrolled().moves())
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
    const auto presented = present();
    return presented ? picture.check_whole() : presented;
}

result<void> display::present()
{
    auto& [headless_size, picture, textures, over, keys, window] = *implementation_;
    if (!window)
        return {};
    return window->present(picture, look_of_overlay(), textures);
}

void display::set_title(const std::string& title)
{
    if (implementation_->window)
        implementation_->window->set_title(title);
}

void display::set_size(std::pair<int, int> size)
{
    if (implementation_->window)
        implementation_->window->set_size(size);
    else
        implementation_->size = presentation::limit_size(size);
}

void display::repeat()
{
    // The next show() tells of what keeps pictures off the window.
    static_cast<void>(present());
}

const presentation::image& display::picture() const
{
    return implementation_->picture.look(implementation_->textures);
}

presentation::image display::window_picture() const
{
    const auto [width, height] = size();
    presentation::image all;
    presentation::lay_over(
        picture(), look_of_overlay(), static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height),
        implementation_->textures, all);
    return all;
}

result<void> display::save_png(const std::string& path, saved_picture what) const
{
    return write_png(what == saved_picture::of_game ? picture() : window_picture(), path);
}

presentation::texture_store& display::textures()
{
    return implementation_->textures;
}

std::pair<int, int> display::size() const
{
    const auto& window = implementation_->window;
    return window ? window->picture_size() : implementation_->size;
}

} // namespace respawn::supervisor
