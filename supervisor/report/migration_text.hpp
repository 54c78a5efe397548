#pragma once

#include "shared/migration/report.hpp"

#include <string>

namespace respawn::report {

/// What became of a state that was carried to another layout, in lines that are indented under the swap's.
[[nodiscard]] std::string migration_text(const migration::report& made);

} // namespace respawn::report
