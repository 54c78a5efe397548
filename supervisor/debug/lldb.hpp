#pragma once

#include "shared/result.hpp"
#include "shared/session/running_session.hpp"

#include <string>
#include <vector>

namespace respawn::supervisor {

/// Runs lldb, made to follow the game by commands that are typed for the user, and gives its exit code.
/// Threads: none may have been started.
[[nodiscard]] result<int> run_lldb(const running_session& session, const std::vector<std::string>& arguments);

} // namespace respawn::supervisor
