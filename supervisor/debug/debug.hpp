#pragma once

#include "shared/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// `respawn debug`: a debugger that follows the game from worker to worker.
namespace respawn::supervisor {

enum class debugger_kind { gdb, lldb };

struct debug_options {
    debugger_kind debugger = debugger_kind::gdb;
    std::vector<std::string> arguments; ///< for the debugger
};

[[nodiscard]] std::optional<debugger_kind> debugger_named(std::string_view name);

/// Runs the debugger at the game of the supervisor that runs in the current folder or above it, and gives its
/// exit code. A failure is a sentence for the user.
[[nodiscard]] result<int> debug(const debug_options& options);

} // namespace respawn::supervisor
