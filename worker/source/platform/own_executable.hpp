#pragma once

#include "shared/unique_handle.hpp"

#include <filesystem>

namespace respawn::platform {

/// Of this process, without links; empty if the system does not say. Implemented in platform/<os>/.
[[nodiscard]] std::filesystem::path own_executable();

/// To read it, also under a tool that runs it in its own process, as valgrind does; none: it can't be read.
[[nodiscard]] unique_handle open_own_executable();

} // namespace respawn::platform
