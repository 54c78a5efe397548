#pragma once

namespace respawn {

inline constexpr const char* version = RESPAWN_VERSION;

} // namespace respawn
