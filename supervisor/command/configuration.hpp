#pragma once

#include "shared/result.hpp"

#include <CLI/CLI.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace respawn::supervisor {

/// Where options have been found: "respawn.toml:4" by the option's name without dashes.
using configured_options = std::map<std::string, std::string, std::less<>>;

/// Gives `command`, which has parsed its arguments, those options that `file` has and the arguments have not,
/// and tells which. A file that is not there has none. Fails with a sentence that says where in the file the
/// first thing is that is no option of the command's, or no value for it, and what was probably meant.
[[nodiscard]] result<configured_options> read_configuration(
    CLI::App& command, const std::filesystem::path& file);

} // namespace respawn::supervisor
