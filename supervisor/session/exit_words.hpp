#pragma once

#include "supervisor/platform/process.hpp"

#include <string>

namespace respawn::supervisor {

/// How a process ended, for people: "left main with exit code 3", "died of SIGSEGV (Segmentation fault)".
[[nodiscard]] std::string exit_words(platform::exit_status status);

} // namespace respawn::supervisor
