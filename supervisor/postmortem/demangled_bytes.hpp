#pragma once

#include <string_view>

namespace respawn::postmortem {

/// About how long a mangled name is at most once it is demangled: a short one can become endless, by brackets
/// that name a part before them twice, which makes a part twice as long, and so on. It may be any bytes.
[[nodiscard]] double demangled_bytes(std::string_view mangled);

} // namespace respawn::postmortem
