#pragma once

#include "supervisor/control/messages.hpp"
#include "supervisor/session/screen_report.hpp"
#include "supervisor/session/succession.hpp"

#include <cstdint>
#include <optional>
#include <vector>

/// How a session stands, as it is told to those who ask.
namespace respawn::supervisor {

/// What the user, or a debugger, holds.
struct standstill {
    bool paused = false;
    bool in_debugger = false; ///< the live worker is stopped there
};

[[nodiscard]] session_status status_of(const succession& workers, const standstill& now);
/// Oldest first.
[[nodiscard]] std::vector<generation_status> generations_of(const succession& workers);
/// Where what a generation has printed is kept. Nothing: of the one that plays, or did last, or is to be the
/// first.
[[nodiscard]] reply log_of(const succession& workers, std::optional<std::uint64_t> generation);
/// For the screen.
[[nodiscard]] situation situation_of(const succession& workers, const standstill& now);
/// Its number is not set.
[[nodiscard]] debuggee debuggee_of(const succession& workers);

} // namespace respawn::supervisor
