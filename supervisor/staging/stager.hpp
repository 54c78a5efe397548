#pragma once

#include "shared/result.hpp"
#include "supervisor/platform/file_copy.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace respawn::supervisor {

/// A complete private copy of a build's output. Nothing else writes to it, so the build can overwrite its own
/// output at any time while the copy runs.
struct staged_image {
    std::uint32_t generation = 0;
    std::filesystem::path folder;
    /// Has the same file name as the build's output; its debug information, if any, stands beside it.
    std::filesystem::path executable;
    platform::file_version source_version;
};

/// What came of staging.
struct staging_report {
    enum class outcome {
        staged,
        changed_meanwhile, ///< the build writes its output again: wait for it to settle, then stage again
        refused
    };
    outcome what;
    staged_image image;   ///< if staged
    std::string sentence; ///< why not, otherwise
};

/// The folder of a project's generations: <project>/.respawn/gen/000042/<executable>.
///
/// Invariant: a numbered folder is complete; what is being copied stands in a folder whose name begins with a
/// dot.
class stager {
public:
    /// Makes the folder, with nothing in it: whatever an earlier session left is removed. Only one supervisor
    /// may use a project at a time.
    [[nodiscard]] static result<stager> create(const std::filesystem::path& project);

    /// Copies `executable` and its debug information (<name>.debug, <name>.dwp) to the folder of
    /// `generation`, and refuses what is not a complete executable. A number is free again if its staging did
    /// not succeed. Threads: any, one call at a time for a number.
    [[nodiscard]] staging_report stage(
        const std::filesystem::path& executable, std::uint32_t generation) const;

    /// Makes the folder of a generation anew that somebody has removed: `executable`, as it was staged, from
    /// `copy`, which is still there elsewhere. Threads: as with stage().
    [[nodiscard]] result<void> put_back(
        const std::filesystem::path& executable, std::uint32_t generation,
        const std::filesystem::path& copy) const;

    /// Removes all generations but the newest few, which may not have had their turn yet, and those that are
    /// `wanted`. What cannot be removed now is left for the next time. Threads: any.
    void prune(const std::vector<std::uint32_t>& wanted) const;

    /// Removes everything that was staged.
    void remove_all() const;

    [[nodiscard]] std::filesystem::path folder_of(std::uint32_t generation) const;

    static constexpr std::size_t kept_generations = 2;

private:
    explicit stager(std::filesystem::path root) : root_{std::move(root)} {}

    std::filesystem::path root_;
};

} // namespace respawn::supervisor
