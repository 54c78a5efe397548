#pragma once

#include "shared/result.hpp"
#include "supervisor/session/committed_state.hpp"
#include "supervisor/state_file/reader.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace respawn::supervisor {

/// A state file that was read from its first byte to its last.
struct loaded_state {
    std::shared_ptr<committed_state> state;
    std::uint64_t file_bytes = 0;
    std::chrono::nanoseconds duration{};
};

/// Makes a state of what a file holds. A failure is a sentence about the file, which nobody touches. Threads:
/// any.
[[nodiscard]] result<loaded_state> load_state(
    const std::filesystem::path& file, state_file::expectation expected);

} // namespace respawn::supervisor
