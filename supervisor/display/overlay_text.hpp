#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Text for the overlay: whatever bytes it was made of, it can be shown.
namespace respawn::supervisor {

/// One line: valid UTF-8, spaces for control characters, a replacement for what is no text, and no more than
/// `max_characters`, of which the last is "…" if there were more.
[[nodiscard]] std::string one_line(std::string_view text, std::size_t max_characters);

/// Source lines with a line below them that marks a place by '^', such as compilers print: if the place lies
/// beyond `columns`, all of them without what is left of it, alike, but for the column of numbers.
[[nodiscard]] std::vector<std::string> around_marker(std::vector<std::string> lines, std::size_t columns);

/// The end of a path, in at most `max_characters`: "…/source/ball.cpp:41".
[[nodiscard]] std::string end_of_path(std::string_view path, std::size_t max_characters);

} // namespace respawn::supervisor
