#include "worker/standalone/window_stage.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace respawn::standalone {

namespace {

unsigned frames_per_second(const window_wishes& wishes)
{
    return wishes.frames_per_second > 0
               ? std::min(
                     static_cast<unsigned>(wishes.frames_per_second), presentation::most_frames_per_second)
               : presentation::usual_frames_per_second;
}

} // namespace

bool window_stage::begin_frame(std::uint64_t, player::region_data& told)
{
    if (close_was_told_)
        return false;
    const std::uint64_t ticks = wait_for_ticks();
    take_input();
    input_.take(told);
    told.dt_ns =
        clock_.period().count() * static_cast<std::int64_t>(std::min(ticks, presentation::max_ticks_a_frame));
    close_was_told_ = told.close_requested != 0;
    return true;
}

std::uint64_t window_stage::wait_for_ticks()
{
    using clock = std::chrono::steady_clock;
    // What came before the first frame took as long as it liked.
    if (!std::exchange(has_begun_, true))
        clock_.restart(clock::now());
    std::this_thread::sleep_until(clock_.next());
    return clock_.take(clock::now());
}

void window_stage::take_input()
{
    // The next show() tells of what keeps pictures off the window.
    if (window_->pump(input_, nullptr) && picture_)
        static_cast<void>(window_->present(*picture_, nullptr, *textures_));
    const auto [width, height] = picture_size();
    input_.resize(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
}

result<void> window_stage::show(
    const presentation::composition& picture, const presentation::texture_store& textures)
{
    picture_ = &picture;
    textures_ = &textures;
    return window_->present(picture, nullptr, textures);
}

result<std::unique_ptr<stage>> make_stage(const std::string& program, const window_wishes& wishes)
{
    presentation::window_options options;
    options.title = wishes.title.empty() ? program : wishes.title;
    if (wishes.width > 0)
        options.width = wishes.width;
    if (wishes.height > 0)
        options.height = wishes.height;
    options.without_display = "; start it on a desktop";
    options.closes_at_signals = true;
    auto window = presentation::sdl_window::create(options);
    if (!window)
        return window.error();
    return std::unique_ptr<stage>{
        std::make_unique<window_stage>(std::move(*window), frames_per_second(wishes))};
}

} // namespace respawn::standalone
