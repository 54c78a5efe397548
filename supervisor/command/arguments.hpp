#pragma once

#include "shared/result.hpp"

#include <CLI/CLI.hpp>

#include <span>
#include <string>

namespace respawn::supervisor {

/// Sorts `arguments` into the variables that `command` was told of. Fails with a sentence that names the
/// first argument which doesn't fit, and what was probably meant. The name of `command` is what the user
/// typed before them, such as "respawn run".
[[nodiscard]] result<void> parse_arguments(CLI::App& command, std::span<const std::string> arguments);

/// "respawn run: MESSAGE; see 'respawn help'".
[[nodiscard]] failure usage_failure(const CLI::App& command, const std::string& message);

} // namespace respawn::supervisor
