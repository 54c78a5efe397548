#pragma once

#include "shared/migration/compatibility.hpp"
#include "shared/migration/plan.hpp"

#include <vector>

namespace respawn::migration {

/// Marks what can be done without a look at each value: sets the flags of the conversions, all of which must
/// be known, has the same bytes copied or taken over where they can be, and joins parts that are copied.
/// `is_plain`: of each new type, as plan::settings has it.
void take_shortcuts(
    std::vector<conversion>& conversions, const layouts& both, const std::vector<bool>& is_plain);

} // namespace respawn::migration
