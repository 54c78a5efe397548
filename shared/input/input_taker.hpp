#pragma once

#include "shared/input/layout.hpp"

#include <cstdint>

namespace respawn::player {

struct device_state;

/// Who gets some of the player's input in place of the game.
///
/// Never a half of something: what it takes the press of it takes the release of, and nothing else.
class input_taker {
public:
    /// Whether it takes the event. `game`: what the game has been told of the devices.
    [[nodiscard]] virtual bool take(const event_data& event, const device_state& game) = 0;

    [[nodiscard]] virtual bool wants_text() const = 0;
    [[nodiscard]] virtual bool wants_key(std::uint32_t key) const = 0;
    [[nodiscard]] virtual bool wants_mouse() const = 0; ///< where it is now

    /// The devices were put into another state: what of it is this taker's becomes as the game had it
    /// `before`.
    virtual void hide(device_state& devices, const device_state& before) const = 0;

protected:
    ~input_taker() = default;
};

} // namespace respawn::player
