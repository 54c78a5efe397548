#pragma once

#include "shared/input/layout.hpp"

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

namespace respawn::player {

/// What a player's devices are doing at one moment.
struct device_state {
    std::bitset<key_count> keys;
    std::uint16_t buttons = 0; ///< bit n: mouse button n + 1
    float mouse_x = 0, mouse_y = 0;
    bool focused = true;
    friend bool operator==(const device_state&, const device_state&) = default;
};

/// One event for each character of UTF-8 text; bytes that are no UTF-8 are left out.
[[nodiscard]] std::vector<event_data> text_events(std::string_view text);

class input_taker;

/// Gathers what the player does between two ticks.
///
/// Invariant: applying the events to the devices as they were at the last take() gives the devices as they
/// are, unless events were left out because there were more than a frame has room for. Threads: one at a
/// time.
class input_queue {
public:
    /// Whatever it takes of push() the game does not get; null: nobody takes anything. It outlives this.
    void set_taker(input_taker* taker) { taker_ = taker; }
    [[nodiscard]] const input_taker* taker() const { return taker_; }

    /// Adds an event and brings the devices in line; the modifiers are filled in here. An event that changes
    /// nothing (the release of a key that is up, an unknown key) is left out.
    void push(const event_data& event);
    /// Losing the focus releases all keys and buttons first.
    void set_focus(bool focused);
    void resize(std::uint32_t width, std::uint32_t height);
    /// Asks the game to close; there is no way back.
    void request_close() { close_requested_ = true; }
    [[nodiscard]] bool close_requested() const { return close_requested_; }

    /// Fills in everything but the frame number and its duration, and forgets the events.
    void take(region_data& out);

    [[nodiscard]] const device_state& devices() const { return devices_; }
    /// Puts the devices into another state without telling of it, and forgets what was done with them.
    void restore(const device_state& devices);

private:
    void add(event_data event);
    void push_key(const event_data& event);
    void push_button(const event_data& event);
    void move_mouse(const event_data& event);
    void release_all();
    [[nodiscard]] std::uint16_t modifiers() const;

    input_taker* taker_ = nullptr;
    device_state devices_; ///< as the game has been told
    std::uint32_t width_ = 0, height_ = 0;
    bool close_requested_ = false;
    std::vector<event_data> events_; ///< at most max_events
};

} // namespace respawn::player
