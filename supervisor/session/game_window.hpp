#pragma once

#include "shared/input/input_queue.hpp"
#include "shared/result.hpp"
#include "supervisor/display/display.hpp"
#include "supervisor/inspect/inspector_panel.hpp"
#include "supervisor/report/reporter.hpp"
#include "supervisor/session/panel_input.hpp"
#include "supervisor/session/screen_report.hpp"
#include "supervisor/session/worker_process.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace respawn::supervisor {

/// The game's picture with what the supervisor shows over it, and the player's input. Threads: the main
/// thread only.
class game_window {
public:
    enum class size_is : std::uint8_t { the_users, the_games };

    /// Reads what is in view of the panel, which has room for so many rows.
    using look_function = std::function<void(inspector_panel&, std::size_t rows)>;

    /// Shows what is reported from now on; `report` outlives this. `set`: as the panel's. `usual`: what the
    /// window is without wishes of the game's.
    game_window(
        std::unique_ptr<display> shown, report::reporter& report, inspector_panel::set_function set,
        look_function look, display_options usual, size_is size);
    ~game_window();
    game_window(const game_window&) = delete;
    game_window& operator=(const game_window&) = delete;

    /// What the player has done since the last call. The supervisor's keys that were typed, for whom they
    /// are.
    [[nodiscard]] std::string take_input();
    /// For the game.
    [[nodiscard]] player::input_queue& input() { return input_; }
    /// Tells the input the size that the next picture should have.
    void update_size();

    /// Makes the window what the game wishes it to be, as far as the user has not decided that: what it
    /// wishes otherwise than before. The new size, if it is another.
    std::optional<std::pair<int, int>> grant(const incoming::window& wishes, const incoming::window& before);
    /// In pixels.
    [[nodiscard]] std::pair<int, int> size() const { return display_->size(); }

    /// Shows the worker's newest picture, if there is one that was not shown yet.
    void show_picture(worker_process& worker);
    /// Shows over the game's picture what has changed about it, also while no frames are run.
    void refresh(const situation& now);
    /// Between two frames, so that what is shown is of one.
    void refresh_panel(panel_is_shown when);
    void toggle_panel() { panel_.toggle(); }
    [[nodiscard]] result<void> save_png(const std::filesystem::path& file, saved_picture what) const;

    /// The display must not be used any more.
    void display_is_gone() { display_is_gone_ = true; }
    [[nodiscard]] presentation::texture_store& textures() { return display_->textures(); }

private:
    using clock = std::chrono::steady_clock;

    std::unique_ptr<display> display_;
    report::reporter& report_;
    look_function look_;
    display_options usual_;
    size_is size_;
    screen_report screen_;
    inspector_panel panel_;
    panel_input panel_input_{panel_};
    player::input_queue input_;
    clock::time_point next_panel_look_{};
    bool panel_is_shown_ = false, display_is_gone_ = false;
    std::string picture_problem_; ///< the last one that was told
};

} // namespace respawn::supervisor
