#pragma once

#include "shared/script/input_script.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace respawn::player {

/// Reads the lines of an input script into steps. Used once.
class script_parser {
public:
    explicit script_parser(std::string_view name) : name_{name} {}

    result<std::vector<input_script::step>> parse(std::string_view text);

private:
    using step = input_script::step;

    void parse_line(std::string_view line);
    void parse_event(std::uint64_t frame, std::string_view verb);
    void parse_button(std::uint64_t frame);
    void parse_text(std::uint64_t frame);
    void parse_focus(std::uint64_t frame);
    void parse_position(std::uint64_t frame, event_kind kind);
    void press(std::uint64_t frame, std::string_view direction, bool is_button, std::string_view name);

    [[nodiscard]] std::string_view take_word();
    [[nodiscard]] std::optional<float> take_number();
    void add(std::uint64_t frame, event_kind kind, std::uint16_t code = 0);
    void fail(std::string_view what);

    std::string_view name_;
    std::size_t line_number_ = 0;
    std::string_view rest_; ///< of the line
    std::vector<step> releases_, steps_;
    std::optional<failure> failure_; ///< the first
};

} // namespace respawn::player
