#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace respawn::platform {

/// What the process that holds the lock of a file has written into it, or nothing when no process holds it
/// (or there is no such file). Never takes the lock, so that looking disturbs nobody. Implemented in
/// platform/<os>/.
[[nodiscard]] std::optional<std::string> lock_holder(const std::filesystem::path& path);

} // namespace respawn::platform
