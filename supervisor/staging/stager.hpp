#pragma once

#include "shared/result.hpp"
#include "supervisor/platform/file_copy.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
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

/// An executable that is to be staged.
struct image_source {
    std::filesystem::path file;
    /// Where it lies, or lay, if `file` is another way to it: its name and its debug information are there.
    std::filesystem::path place;

    image_source(const std::filesystem::path& executable) : file{executable}, place{executable} {}
    image_source(std::filesystem::path way, std::filesystem::path there) :
        file{std::move(way)}, place{std::move(there)}
    {}
};

/// What came of staging.
struct staging_report {
    enum class outcome {
        staged,
        same,              ///< as one that is staged already: it was not staged again
        changed_meanwhile, ///< the build writes its output again: wait for it to settle, then stage again
        refused
    };
    outcome what;
    staged_image image;   ///< if staged
    std::string sentence; ///< why not, otherwise
    std::string warning;  ///< if staged: what of its debug information is missing; empty: nothing
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

    /// Copies `source` and its debug information (debug_files.hpp) to the folder of `generation`, and refuses
    /// what is not a complete executable. Nothing is staged if it is byte for byte what `known` is a copy of.
    /// A number is free again if its staging did not succeed. Threads: any, one call at a time for a number.
    [[nodiscard]] staging_report stage(
        const image_source& source, std::uint32_t generation, const std::filesystem::path& known = {}) const;

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
