#pragma once

#include "shared/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// Where a supervisor that runs is found: `.respawn/lock` in the folder of its project is locked by it, and
/// says who it is.
namespace respawn {

inline constexpr auto session_folder_name = ".respawn";
inline constexpr auto worker_socket_name = "worker.sock";
inline constexpr auto control_socket_name = "control.sock";

/// Who holds the lock of a project. Written as two lines.
struct session_holder {
    int process_id = 0;
    std::filesystem::path socket_folder{};
};
[[nodiscard]] std::string to_text(const session_holder& who);
/// Nothing: the holder has not said yet who it is.
[[nodiscard]] std::optional<session_holder> parse_holder(std::string_view text);

[[nodiscard]] std::filesystem::path session_lock_path(const std::filesystem::path& project_folder);

struct running_session {
    session_holder holder;
    std::filesystem::path project_folder{}; ///< canonical

    [[nodiscard]] std::filesystem::path control_socket_path() const
    {
        return holder.socket_folder / control_socket_name;
    }
    [[nodiscard]] std::filesystem::path worker_socket_path() const
    {
        return holder.socket_folder / worker_socket_name;
    }
};

/// Finds the supervisor that runs in `start` or in the nearest folder above it; nothing: none does. A
/// failure: one is just starting.
[[nodiscard]] result<std::optional<running_session>> find_session(const std::filesystem::path& start);

} // namespace respawn
