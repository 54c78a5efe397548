#pragma once

#include "shared/result.hpp"
#include "supervisor/control/messages.hpp"
#include "supervisor/control/session_folder.hpp"

#include <chrono>

namespace respawn::supervisor {

/// Sends `message` and blocks until the answer is there or `patience` is over. An answer with an error in it
/// is a failure.
[[nodiscard]] result<reply> ask(
    const running_session& session, const request& message, std::chrono::milliseconds patience);

} // namespace respawn::supervisor
