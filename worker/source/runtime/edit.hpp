#pragma once

#include "shared/input/layout.hpp"

#include <cstddef>
#include <cstdint>

namespace respawn::detail {

/// Makes a change that a person wants in the state, whose private view is at `state`. The state's allocator
/// must be in use already. What does not fit the state, or finds no room there, is left undone: the
/// supervisor sees that in the commit.
void apply_edit(const player::edit_data& edit, std::byte* state, std::uint64_t capacity_bytes);

} // namespace respawn::detail
