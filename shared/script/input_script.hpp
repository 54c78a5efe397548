#pragma once

#include "shared/input/input_queue.hpp"
#include "shared/input/layout.hpp"
#include "shared/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::player {

/// Input by frame number, one event a line in any order; '#' begins a comment:
///
///     120 key left          down in this frame, up in the next
///     120 down left         held until
///     130 up left
///     40 text "abc"
///     50 mouse 100 200      to this pixel
///     51 button left        also: button down left, button up left
///     52 wheel 0 1
///     60 close              the player asks to close the window
///     70 focus off
///
/// Keys and buttons have the names of respawn::key and respawn::mouse_button.
class input_script {
public:
    /// `name`: what failures call the text, which is usually a file name.
    static result<input_script> parse(std::string_view text, std::string_view name);
    static result<input_script> load(const std::string& path);

    /// Puts into `queue` what the player does for frame number `frame`.
    ///
    /// Up to its last event the script is the only player: the devices are put to where the script has them
    /// at the frame's start, and the frame's events follow. So a frame that is run again gets its events
    /// again, and after frames were left out or the number went back, what is held is held. Later frames are
    /// left alone.
    void play(std::uint64_t frame, input_queue& queue);

private:
    friend class script_parser;

    struct step {
        std::uint64_t frame = 0;
        bool close = false; ///< instead of the event
        event_data event{};
        device_state before{};
    };

    explicit input_script(std::vector<step> steps);

    std::vector<step> steps_; ///< ascending by frame
    device_state after_;      ///< the devices after the last step
    bool finished_ = false;   ///< the frame played last comes after the last step
};

} // namespace respawn::player
