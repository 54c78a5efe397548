#pragma once

#include "shared/input/layout.hpp"
#include "shared/result.hpp"
#include "supervisor/input/input_queue.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace respawn::supervisor {

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
    struct close {};
    struct focus {
        bool on;
    };
    struct text {
        std::string characters;
    };
    struct line {
        std::uint64_t frame;
        std::variant<input::event_data, text, focus, close> action;
    };
    /// All that happens before one frame, and the devices before that.
    struct step {
        std::uint64_t frame;
        device_state before;
        std::vector<line> lines;
    };
    friend class script_parser;

    static void perform(const line& what, input_queue& queue);
    void order(std::vector<line> lines);

    std::vector<step> steps_; ///< ascending by frame
    device_state after_;      ///< the devices after the last step
    bool finished_ = false;   ///< a frame after the last step was played since the last one before
};

} // namespace respawn::supervisor
