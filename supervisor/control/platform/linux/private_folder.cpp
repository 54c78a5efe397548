#include "supervisor/control/platform/private_folder.hpp"

#include "shared/platform/packet_socket.hpp"
#include "shared/platform/user.hpp"
#include "supervisor/platform/linux/handle_events.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <string>

namespace respawn::platform {
namespace {

// After `su` the variable may still name the folder of another user: theirs is not ours to use.
bool is_own_folder(const char* path)
{
    struct stat status {};
    return path[0] == '/' && ::stat(path, &status) == 0 && S_ISDIR(status.st_mode) &&
           status.st_uid == ::geteuid();
}

} // namespace

result<std::filesystem::path> user_socket_folder()
{
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    const std::filesystem::path folder =
        runtime != nullptr && is_own_folder(runtime)
            ? std::filesystem::path{runtime} / "respawn"
            : std::filesystem::path{"/tmp/respawn-" + std::to_string(::geteuid())};
    if (auto made = make_private_folder(folder); !made)
        return made.error();
    return {boost::system::in_place_value, folder};
}

result<void> make_private_folder(const std::filesystem::path& path)
{
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return errno_failure("cannot make the folder " + path.string() + " for sockets");
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0)
        return errno_failure("cannot look at the folder " + path.string());
    if (!S_ISDIR(status.st_mode))
        return failure{path.string() + " is in the way of a folder for sockets; remove it"};
    if (status.st_uid != ::geteuid()) {
        return failure{
            "the folder " + path.string() + " for sockets belongs to user " + std::to_string(status.st_uid) +
            " and can't be trusted; remove it, or set XDG_RUNTIME_DIR to a folder of your own"};
    }
    if ((status.st_mode & 0077) != 0) {
        return failure{
            "the folder " + path.string() +
            " for sockets is open to other users and can't be trusted; remove it, " +
            "or take their rights away with 'chmod 700 " + path.string() + "'"};
    }
    return {};
}

std::size_t max_socket_path_bytes() noexcept
{
    return sizeof(sockaddr_un::sun_path) - 1;
}

bool peer_is_this_user(int socket)
{
    const auto peer = peer_of(socket);
    return peer && peer->user_id == current_user();
}

bool peer_is_there(int socket) noexcept
{
    return !has_event(socket, 0);
}

void keep_from_children(int handle) noexcept
{
    ::fcntl(handle, F_SETFD, FD_CLOEXEC);
}

} // namespace respawn::platform
