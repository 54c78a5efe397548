#pragma once

#include "shared/result.hpp"
#include "shared/session/running_session.hpp"
#include "supervisor/platform/file_lock.hpp"

#include <filesystem>
#include <string>

namespace respawn::supervisor {

/// The folder `.respawn` of a project, held by one supervisor, and the private folder of its sockets.
///
/// `.respawn/lock` is locked for the supervisor's life and says who holds it: its process id and the folder
/// of its sockets, a line each. Whatever an ended supervisor left is taken over. As `.respawn` may be removed
/// at any time, a second lock beside the sockets guards these.
class session_folder {
public:
    /// Fails with a sentence when another supervisor holds the folder, or when it can't be made.
    [[nodiscard]] static result<session_folder> open(const std::filesystem::path& project_folder);

    enum class condition { as_it_was, made_anew };
    /// Makes `.respawn` and its lock anew if somebody has removed them, so that others find this session
    /// again.
    [[nodiscard]] result<condition> restore();

    session_folder(session_folder&& other) noexcept;
    session_folder& operator=(session_folder&&) = delete;
    /// Removes the sockets and their folder, and lets the project folder go.
    ~session_folder();

    /// Canonical.
    [[nodiscard]] const std::filesystem::path& project_folder() const noexcept { return project_folder_; }
    [[nodiscard]] std::filesystem::path worker_socket_path() const;
    [[nodiscard]] std::filesystem::path control_socket_path() const;

private:
    session_folder(
        platform::file_lock lock, platform::file_lock socket_lock, std::filesystem::path project,
        std::filesystem::path sockets);
    [[nodiscard]] std::string holder_text() const;

    platform::file_lock lock_, socket_lock_;
    std::filesystem::path project_folder_;
    std::filesystem::path socket_folder_; ///< empty: moved from
};

/// Where this process runs.
[[nodiscard]] result<std::filesystem::path> current_folder();

/// The supervisor that runs in `start` or in the nearest folder above it.
[[nodiscard]] result<running_session> session_here(const std::filesystem::path& start);

[[nodiscard]] bool is_running(const running_session& session);

} // namespace respawn::supervisor
