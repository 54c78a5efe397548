#pragma once

#include "shared/migration/compatibility.hpp"
#include "shared/migration/plan.hpp"
#include "shared/migration/report.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace respawn::migration {

/// A field of the old structure, or of one inside of it, that becomes one of the new.
struct matched_field {
    std::uint64_t from_offset, to_offset;
    std::uint32_t from, to; ///< types
    std::string label;      ///< what a path to the new one ends with: ".progress.score"
};

/// What becomes of the fields of a structure.
struct matched_fields {
    std::vector<matched_field> matched;
    std::vector<change> changes; ///< those that are not about the values of matched fields; without paths
    std::vector<dropped_part> dropped; ///< of each, `change` is an index in `changes`
};

enum class unmatchable : std::uint8_t {
    are_matched, ///< by their names all the same: somebody will refuse them
    are_not,     ///< a function of the game makes what nobody else can
};

/// By their names, those that hints say they had, and where neither has a counterpart, into structures and
/// out of them.
[[nodiscard]] matched_fields match_fields(
    const layouts& both, std::uint32_t from, std::uint32_t to, unmatchable which);

} // namespace respawn::migration
