#pragma once

#include <optional>
#include <string>
#include <vector>

/// The programs that are installed. Implemented in platform/<os>/.
namespace respawn::platform {

/// The executable files of that name in PATH, the first one first.
[[nodiscard]] std::vector<std::string> programs_in_path(const std::string& name);

/// What a line for the shell begins with.
[[nodiscard]] std::string first_word(const std::string& line);

/// The program that a line for the shell begins with, if there is none of that name. A line that begins with
/// anything else than a plain name is the shell's to understand.
[[nodiscard]] std::optional<std::string> missing_program(const std::string& line);

/// The program, and its arguments from its own name on, that carry out a line in the language of the system's
/// shell; "$@" stands for `arguments` in it.
[[nodiscard]] std::vector<std::string> shell_command(
    const std::string& line, const std::vector<std::string>& arguments = {});

} // namespace respawn::platform
