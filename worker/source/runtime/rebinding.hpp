#pragma once

#include "shared/result.hpp"
#include "worker/source/runtime/segment.hpp"

#include <cstddef>
#include <span>

namespace respawn::detail {

/// Gives the pointers in the view that are the addresses of another process what they mean in this one, as
/// the supervisor has found out: see shared/protocol/rebinding.hpp. Fails, in the middle, if the object
/// contradicts itself or the state has no room for the texts.
[[nodiscard]] result<void> apply_rebinding(std::span<const std::byte> object, segment& memory);

} // namespace respawn::detail
