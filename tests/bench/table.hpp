#pragma once

#include "tests/bench/statistics.hpp"

namespace respawn::bench {

/// Prints what a report says to standard error, for people.
void print_table(const json& report);

} // namespace respawn::bench
