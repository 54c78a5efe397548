#pragma once

#include "shared/result.hpp"

#include <optional>
#include <string>

namespace respawn::supervisor {

struct dap_options {
    std::optional<std::string> adapter; ///< for the shell; nothing: the newest that is installed
};

/// `respawn dap`: a debug adapter, for an editor at the other end of the standard streams, in front of
/// another one. Follows the game from worker to worker. Gives its exit code. Threads: the main thread.
[[nodiscard]] int run_dap(const dap_options& options);

} // namespace respawn::supervisor
