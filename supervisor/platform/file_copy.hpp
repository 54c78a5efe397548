#pragma once

#include "shared/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace respawn::platform {

/// Tells one content of a file from the next: what a build does to a file changes one of these.
struct file_version {
    std::uint64_t device = 0;
    std::uint64_t file_index = 0;
    std::uint64_t size_bytes = 0;
    std::int64_t modified_ns = 0;
    std::uint32_t permissions = 0;

    friend bool operator==(const file_version&, const file_version&) = default;
};

/// The version of the regular file at `path`, symbolic links followed; failure when there is none.
[[nodiscard]] result<file_version> version_of(const std::string& path);

/// Whether anyone has the file open for writing, or nothing where the system cannot tell: on network file
/// systems, for files of other users, for a file that is not there. Threads: any.
[[nodiscard]] std::optional<bool> is_open_for_writing(const std::string& path) noexcept;

enum class copy_outcome { copied, missing, changed_meanwhile };

/// What became of a copy, and the version that was copied.
struct copy_report {
    copy_outcome outcome;
    file_version version;
};

/// Copies a regular file with its permissions to `to`, which must not exist; shares the blocks where the file
/// system can. changed_meanwhile: the source was written or replaced during the copy, which is worthless
/// then. Failure: what the system refused, naming the file. Threads: any.
[[nodiscard]] result<copy_report> copy_file(const std::string& from, const std::string& to);

} // namespace respawn::platform
