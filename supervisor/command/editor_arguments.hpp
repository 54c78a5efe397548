#pragma once

#include "supervisor/command/options.hpp"

namespace respawn::supervisor {

/// `respawn dap [--adapter CMD]`.
[[nodiscard]] result<invocation> parse_dap_command(std::span<const std::string> arguments);

/// `respawn init EDITOR [--force]`.
[[nodiscard]] result<invocation> parse_init(std::span<const std::string> arguments);

} // namespace respawn::supervisor
