#pragma once

#include "supervisor/report/events.hpp"

#include <cstdint>
#include <string>

namespace respawn::supervisor {

/// What `respawn audit` prints: for people, a dangling pointer a line and a summary, and as JSON in one line.
[[nodiscard]] std::string audit_text(const report::audit& made);
[[nodiscard]] std::string audit_json(const report::audit& made, std::uint64_t frame);

} // namespace respawn::supervisor
