#pragma once

#include <string>
#include <vector>

/// The programs that are installed. Implemented in platform/<os>/.
namespace respawn::platform {

/// The executable files of that name in PATH, the first one first.
[[nodiscard]] std::vector<std::string> programs_in_path(const std::string& name);

/// The program, and its arguments from its own name on, that carry out a line in the language of the system's
/// shell; "$@" stands for `arguments` in it.
[[nodiscard]] std::vector<std::string> shell_command(
    const std::string& line, const std::vector<std::string>& arguments = {});

} // namespace respawn::platform
