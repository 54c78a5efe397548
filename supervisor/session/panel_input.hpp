#pragma once

#include "shared/input/input_queue.hpp"
#include "shared/input/input_taker.hpp"
#include "supervisor/display/panel_layout.hpp"
#include "supervisor/inspect/inspector_panel.hpp"

#include <bitset>
#include <chrono>
#include <cstdint>
#include <functional>

namespace respawn::supervisor {

/// Takes the player's input for the inspector panel where it is the panel's: F12 always; the mouse over the
/// panel; the keyboard while a line is typed there; the keys that move about in the rows while the mouse is
/// over them and one is selected. The game gets the rest. Threads: the session's.
class panel_input final : public player::input_taker {
public:
    using clock = std::chrono::steady_clock;
    /// `panel` outlives this.
    explicit panel_input(inspector_panel& panel, std::function<clock::time_point()> now = &clock::now) :
        panel_{panel}, now_{std::move(now)}
    {}

    void set_size(std::uint32_t width, std::uint32_t height);
    [[nodiscard]] const panel_layout& layout() const { return layout_; }
    /// Whether anything was done with the panel since the last call.
    [[nodiscard]] bool take_activity() { return std::exchange(was_active_, false); }

    [[nodiscard]] bool take(const player::event_data& event, const player::device_state& game) override;
    [[nodiscard]] bool wants_text() const override;
    [[nodiscard]] bool wants_key(std::uint32_t key) const override;
    [[nodiscard]] bool wants_mouse() const override;
    void hide(player::device_state& devices, const player::device_state& before) const override;

private:
    [[nodiscard]] bool take_key_down(std::uint32_t key, const player::device_state& game);
    [[nodiscard]] bool take_mouse_move(float x, float y, const player::device_state& game);
    [[nodiscard]] bool take_mouse_down(std::uint32_t button, const player::device_state& game);
    [[nodiscard]] panel_hit under_mouse() const;
    void click();

    inspector_panel& panel_;
    std::function<clock::time_point()> now_;
    panel_layout layout_{1280, 720};

    std::bitset<player::key_count> keys_; ///< whose press was taken
    std::uint16_t buttons_ = 0;           ///< the same
    float mouse_x_ = -1, mouse_y_ = -1;   ///< also where the game does not know it to be
    bool drags_scrollbar_ = false, was_active_ = false;
    panel_hit last_click_;
    std::uint64_t last_first_row_ = 0;
    clock::time_point last_click_time_{};
};

} // namespace respawn::supervisor
