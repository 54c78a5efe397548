#pragma once

namespace respawn::detail {

inline constexpr const char* library_version = RESPAWN_VERSION;

} // namespace respawn::detail
