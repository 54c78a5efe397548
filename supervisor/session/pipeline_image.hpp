#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

namespace respawn::supervisor {

/// A staged image and when it came to be.
struct pipeline_image {
    std::uint32_t generation = 0;
    std::filesystem::path executable;
    std::chrono::steady_clock::time_point complete{}; ///< the build's output was seen to be complete
    std::chrono::steady_clock::time_point staged{};
    std::chrono::system_clock::time_point built{}; ///< the same as `complete`, for people
    std::uint64_t bytes = 0;                       ///< of the executable
    /// Not of the session's game, for all that is known: somebody has named another executable, or started
    /// one.
    bool may_be_other_game = false;
};

/// Whether the staged image was not pruned yet.
[[nodiscard]] bool is_kept(const pipeline_image& image);
/// The same image, which is wanted only now.
[[nodiscard]] pipeline_image as_of_now(pipeline_image image);

} // namespace respawn::supervisor
