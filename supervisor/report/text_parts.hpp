#pragma once

#include "supervisor/report/text_form.hpp"

#include <fmt/color.h>

#include <cstdint>
#include <string>
#include <string_view>

/// What the lines for a person are made of.
namespace respawn::report {

using colour = fmt::terminal_color;

[[nodiscard]] std::string painted(std::string_view text, fmt::text_style style, colours use);
/// Every line begins with a column of at least 8 that says what it is about.
[[nodiscard]] std::string label(std::string_view text, colour foreground, colours use);
[[nodiscard]] std::string generation_label(std::uint64_t generation, colour foreground, colours use);
[[nodiscard]] std::string faint(std::string_view text, colours use);
/// Names and sentences may come from other programs: a line stays a line, and no escape sequence gets
/// through.
[[nodiscard]] std::string one_line(std::string text);
/// What lies in a folder is named from there; everything else as it is.
[[nodiscard]] std::string_view within_folder(std::string_view file, std::string_view folder);

} // namespace respawn::report
