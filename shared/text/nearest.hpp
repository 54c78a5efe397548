#pragma once

#include <span>
#include <string_view>

namespace respawn::text {

/// The one of `names` that somebody who typed `typed` most likely meant; empty when none is near.
[[nodiscard]] std::string_view nearest(std::string_view typed, std::span<const std::string_view> names);

} // namespace respawn::text
