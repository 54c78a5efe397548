#pragma once

#include "shared/result.hpp"

#include <filesystem>

namespace respawn::postmortem {

/// Makes the folder for core files if it is not there. Fails with a sentence when none could be written
/// there.
[[nodiscard]] result<void> prepare_core_folder(const std::filesystem::path& folder);

} // namespace respawn::postmortem
