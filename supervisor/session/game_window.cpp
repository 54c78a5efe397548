#include "supervisor/session/game_window.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace respawn::supervisor {

using namespace std::chrono_literals;

namespace {

/// How often the inspector panel looks into the state, unless something is done with it.
constexpr auto panel_interval = 50ms;

} // namespace

game_window::game_window(
    std::unique_ptr<display> shown, report::reporter& report, inspector_panel::set_function set,
    look_function look, display_options usual, size_is size) :
    display_{std::move(shown)},
    report_{report}, look_{std::move(look)}, usual_{std::move(usual)}, size_{size}, panel_{std::move(set)}
{
    report_.set_listener(&screen_);
    input_.set_taker(&panel_input_);
}

game_window::~game_window()
{
    report_.set_listener(nullptr);
}

std::string game_window::take_input()
{
    display_->pump(input_);
    return display_->take_keys();
}

void game_window::update_size()
{
    const auto [width, height] = display_->size();
    input_.resize(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
}

std::optional<std::pair<int, int>> game_window::grant(
    const incoming::window& wishes, const incoming::window& before)
{
    if (wishes.title != before.title)
        display_->set_title(wishes.title.empty() ? usual_.title : wishes.title);
    const bool is_other_size = wishes.width != before.width || wishes.height != before.height;
    if (size_ == size_is::the_users || !is_other_size)
        return std::nullopt;
    const auto wished = [](std::uint32_t side, int usual) {
        return side == 0 ? usual : static_cast<int>(std::min(side, pictures::max_width));
    };
    const std::pair size{wished(wishes.width, usual_.width), wished(wishes.height, usual_.height)};
    display_->set_size(size);
    return size;
}

void game_window::show_picture(worker_process& worker)
{
    const auto picture = worker.take_picture();
    if (!picture.slot || display_is_gone_)
        return;
    const auto shown = display_->show(picture.slot, picture.width, picture.height);
    if (shown)
        picture_problem_.clear();
    else if (picture_problem_ != shown.error().sentence)
        report_.say(report::notice{picture_problem_ = shown.error().sentence});
}

void game_window::refresh(const situation& now)
{
    screen_.set_situation(now);
    if (auto changed = screen_.take_change())
        display_->set_overlay(std::move(*changed));
}

void game_window::refresh_panel(panel_is_shown when)
{
    const auto [width, height] = display_->size();
    panel_input_.set_size(static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
    const bool was_active = panel_input_.take_activity();
    if (!panel_.is_open()) {
        if (std::exchange(panel_is_shown_, false))
            display_->set_panel(std::nullopt);
        return;
    }
    const auto now = clock::now();
    if (panel_is_shown_ && !was_active && !panel_.is_searching() && now < next_panel_look_)
        return;
    next_panel_look_ = now + panel_interval;
    look_(panel_, panel_input_.layout().rows());
    panel_is_shown_ = true;
    display_->set_panel(panel_.content(), when);
}

result<void> game_window::save_png(const std::filesystem::path& file, saved_picture what) const
{
    return display_->save_png(file.string(), what);
}

} // namespace respawn::supervisor
