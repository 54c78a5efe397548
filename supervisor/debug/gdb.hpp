#pragma once

#include "shared/result.hpp"
#include "shared/session/running_session.hpp"

#include <string>
#include <vector>

namespace respawn::supervisor {

/// gdb takes the place of this program, with a script that makes it follow the game. Returns only if that
/// fails.
[[nodiscard]] failure become_gdb(const running_session& session, const std::vector<std::string>& arguments);

} // namespace respawn::supervisor
