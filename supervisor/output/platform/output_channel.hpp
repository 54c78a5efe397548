#pragma once

#include "shared/result.hpp"
#include "supervisor/platform/process.hpp"

/// What stands in for this process's own outputs at a child. Implemented in platform/<os>/.
namespace respawn::platform {

/// A terminal of the size of `output` if that is one, or else a pipe: so that a child prints as it would to
/// `output` itself. What is written is read as it is. The read end never blocks.
[[nodiscard]] result<pipe_ends> create_channel_like(int output);

/// Whether both lead to the same terminal, pipe or file.
[[nodiscard]] bool lead_to_same(int one_output, int other_output) noexcept;

} // namespace respawn::platform
