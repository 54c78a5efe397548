#pragma once

#include "shared/result.hpp"
#include "shared/unique_handle.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace respawn::platform {

/// A file that one process holds at a time, with a text about the holder in it. The lock ends with its
/// process, however that ends, and is not inherited. Implemented in platform/<os>/.
class file_lock {
public:
    /// Takes the lock, making the file if there is none; an empty lock if another process has it.
    [[nodiscard]] static result<std::optional<file_lock>> acquire(const std::filesystem::path& path);

    /// Replaces the text; empty when acquired.
    [[nodiscard]] result<void> write(const std::string& text);
    /// Whether the locked file is still at its path: once it was removed, others don't see that it is held.
    [[nodiscard]] bool is_in_place() const noexcept;
    /// Removes the file, and lets the lock go.
    void remove() noexcept;

private:
    file_lock(unique_handle file, std::filesystem::path path) : file_{std::move(file)}, path_{std::move(path)}
    {}

    unique_handle file_; ///< none: removed, or moved from
    std::filesystem::path path_;
};

} // namespace respawn::platform
