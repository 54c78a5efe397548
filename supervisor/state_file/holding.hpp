#pragma once

#include "shared/result.hpp"
#include "supervisor/platform/file_lock.hpp"

#include <filesystem>

namespace respawn::state_file {

/// A session's right to keep its state in a file: no other session has it meanwhile, through whatever
/// symbolic links it comes to the file, and whether the file is there yet or not.
///
/// It is the lock of .FILE.lock beside the file, which says the holder's process id and is removed at the
/// end: a save puts another file in the file's place, and a lock of that would go with it.
class holding {
public:
    /// Fails with a sentence when another session holds the file, or when none could be saved there.
    [[nodiscard]] static result<holding> take(const std::filesystem::path& file);

    holding(holding&&) noexcept = default;
    holding& operator=(holding&&) = delete;
    ~holding() { lock_.remove(); }

private:
    explicit holding(platform::file_lock lock) : lock_{std::move(lock)} {}

    platform::file_lock lock_;
};

/// A failure when another process's session holds the file.
[[nodiscard]] result<void> require_not_held_by_others(const std::filesystem::path& file);

} // namespace respawn::state_file
