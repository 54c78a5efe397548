#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <filesystem>

namespace respawn::platform {

/// The folder under which this user's sockets live, made if need be: nobody else can read, write or enter it.
[[nodiscard]] result<std::filesystem::path> user_socket_folder();

/// Makes `path` if need be. Fails if it belongs to somebody else, is a link, or is open to others.
[[nodiscard]] result<void> make_private_folder(const std::filesystem::path& path);

/// The longest path that a local socket can have, in bytes.
[[nodiscard]] std::size_t max_socket_path_bytes() noexcept;

/// Whether the other end of a connected local socket belongs to this user.
[[nodiscard]] bool peer_is_this_user(int socket);

/// Whether the other end of a connected local socket is still open.
[[nodiscard]] bool peer_is_there(int socket) noexcept;

/// Programs that this one starts do not get `handle`.
void keep_from_children(int handle) noexcept;

} // namespace respawn::platform
