#pragma once

#include "supervisor/command/options.hpp"

namespace respawn::supervisor {

/// Understands what follows `respawn run`, and the options in the file `configuration`, if it is there, that
/// the arguments leave out.
[[nodiscard]] result<invocation> parse_run(
    std::span<const std::string> arguments, const std::filesystem::path& configuration);

} // namespace respawn::supervisor
