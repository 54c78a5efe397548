#pragma once

#include "supervisor/postmortem/stack.hpp"

#include <filesystem>
#include <vector>

namespace respawn::postmortem {

/// The line `number` of a source, marked, with two lines before and after. Nothing if the file is not there,
/// is no ordinary file, is very large or has no such line. Long lines are cut; tabs become spaces.
[[nodiscard]] std::vector<source_line> quote(const std::filesystem::path& source, unsigned number);

} // namespace respawn::postmortem
