#pragma once

#include "shared/objects/tree.hpp"
#include "supervisor/command/options.hpp"
#include "supervisor/control/session_folder.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// `respawn inspect --watch`: prints what is there, then a line for each value that has changed, until the
/// process is interrupted, or the session ends: then with a failure that says so.
[[nodiscard]] result<text_to_print> watch_state(
    const running_session& session, const session_command& command);

/// A line for each difference of `now`, which is the state of that frame, to `before`.
[[nodiscard]] std::string changed_lines(
    const std::vector<objects::leaf>& before, const std::vector<objects::leaf>& now, std::uint64_t frame,
    bool json);

} // namespace respawn::supervisor
