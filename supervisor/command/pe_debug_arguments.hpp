#pragma once

#include "shared/result.hpp"
#include "supervisor/command/options.hpp"

#include <span>
#include <string>

namespace respawn::supervisor {

/// The arguments of `respawn pe-debug`.
[[nodiscard]] result<invocation> parse_pe_debug(std::span<const std::string> arguments);

} // namespace respawn::supervisor
