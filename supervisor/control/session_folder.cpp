#include "supervisor/control/session_folder.hpp"

#include "shared/fnv1a.hpp"
#include "shared/platform/lock_holder.hpp"
#include "supervisor/control/platform/private_folder.hpp"
#include "supervisor/platform/process.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>

namespace respawn::supervisor {
namespace {

namespace fs = std::filesystem;

result<void> make_project_part(const fs::path& project)
{
    const auto folder = project / session_folder_name;
    std::error_code error;
    if (!fs::is_directory(project, error))
        return failure{fmt::format(
            "the folder {} is gone; move it back, or start respawn where it is now", project.string())};
    fs::create_directory(folder, error);
    if (error == std::errc::file_exists || error == std::errc::not_a_directory)
        return failure{fmt::format(
            "{} is a file, where respawn keeps what belongs to a session in a folder; move it away",
            folder.string())};
    if (error) {
        return system_failure(
            fmt::format("cannot make the folder {}, run respawn where you may write", folder.string()),
            error);
    }
    const auto ignore = folder / ".gitignore";
    if (!fs::exists(ignore, error) && !(std::ofstream{ignore} << "*\n").flush())
        return failure{fmt::format("cannot write {}; run respawn where you may write", ignore.string())};
    return {};
}

failure already_held(const fs::path& project, const fs::path& lock)
{
    const auto who = parse_holder(platform::lock_holder(lock).value_or(""));
    return failure{fmt::format(
        "another respawn runs in {} already (pid {}); end it with 'respawn quit', or run this one in another "
        "folder",
        project.string(), who ? std::to_string(who->process_id) : "not known yet")};
}

result<platform::file_lock> lock_for(const fs::path& project, const fs::path& path)
{
    auto lock = platform::file_lock::acquire(path);
    if (!lock)
        return lock.error();
    if (!*lock)
        return already_held(project, path);
    return std::move(**lock);
}

/// Makes `.respawn` if need be, and locks it.
result<platform::file_lock> take_project(const fs::path& project)
{
    if (auto made = make_project_part(project); !made)
        return made.error();
    return lock_for(project, session_lock_path(project));
}

result<void> check_length(const fs::path& socket_folder)
{
    const auto longest = socket_folder / control_socket_name;
    if (longest.native().size() <= platform::max_socket_path_bytes())
        return {};
    return failure{fmt::format(
        "the socket path {} is longer than the {} bytes that the system allows; set XDG_RUNTIME_DIR to a "
        "folder "
        "with a shorter name",
        longest.string(), platform::max_socket_path_bytes())};
}

/// The same for every build of respawn, so that each finds what another left.
result<fs::path> socket_folder_of(const fs::path& project)
{
    auto users = platform::user_socket_folder();
    if (!users)
        return users.error();
    const auto folder = *users / fmt::format("{:016x}", fnv1a{}.add(project.native()).value());
    if (auto fits = check_length(folder); !fits)
        return fits.error();
    return {boost::system::in_place_value, folder};
}

/// Locks the folder of the sockets, and makes it with nothing in it: what lies there is left over.
result<platform::file_lock> take_socket_folder(const fs::path& project, const fs::path& folder)
{
    auto lock = lock_for(project, folder.string() + ".lock");
    if (!lock)
        return lock;
    std::error_code error;
    fs::remove_all(folder, error);
    if (auto made = platform::make_private_folder(folder); !made)
        return made.error();
    return lock;
}

} // namespace

result<session_folder> session_folder::open(const std::filesystem::path& project_folder)
{
    std::error_code error;
    const auto project = fs::canonical(project_folder, error);
    if (error)
        return system_failure("cannot use the folder " + project_folder.string(), error);
    const auto sockets = socket_folder_of(project);
    if (!sockets)
        return sockets.error();
    auto lock = take_project(project);
    if (!lock)
        return lock.error();
    auto socket_lock = take_socket_folder(project, *sockets);
    if (!socket_lock)
        return socket_lock.error();
    session_folder made{std::move(*lock), std::move(*socket_lock), project, *sockets};
    for (platform::file_lock* held : {&made.socket_lock_, &made.lock_})
        if (auto told = held->write(made.holder_text()); !told)
            return told.error();
    return made;
}

result<session_folder::condition> session_folder::restore()
{
    if (lock_.is_in_place())
        return condition::as_it_was;
    auto lock = take_project(project_folder_);
    if (!lock)
        return lock.error();
    if (auto told = lock->write(holder_text()); !told)
        return told.error();
    lock_ = std::move(*lock);
    return condition::made_anew;
}

std::string session_folder::holder_text() const
{
    return respawn::to_text({platform::own_process_id(), socket_folder_});
}

session_folder::session_folder(
    platform::file_lock lock, platform::file_lock socket_lock, std::filesystem::path project,
    std::filesystem::path sockets) :
    lock_{std::move(lock)},
    socket_lock_{std::move(socket_lock)}, project_folder_{std::move(project)}, socket_folder_{
                                                                                   std::move(sockets)}
{}

session_folder::session_folder(session_folder&& other) noexcept :
    lock_{std::move(other.lock_)}, socket_lock_{std::move(other.socket_lock_)},
    project_folder_{std::move(other.project_folder_)}, socket_folder_{std::exchange(other.socket_folder_, {})}
{}

session_folder::~session_folder()
{
    // Before the locks go, so that the next supervisor can't find its own sockets removed.
    std::error_code error;
    if (!socket_folder_.empty())
        fs::remove_all(socket_folder_, error);
    socket_lock_.remove();
}

std::filesystem::path session_folder::worker_socket_path() const
{
    return socket_folder_ / worker_socket_name;
}

std::filesystem::path session_folder::control_socket_path() const
{
    return socket_folder_ / control_socket_name;
}

result<std::filesystem::path> current_folder()
{
    std::error_code error;
    auto here = fs::current_path(error);
    if (error)
        return system_failure("cannot tell the current folder", error);
    return {boost::system::in_place_value, std::move(here)};
}

result<running_session> session_here(const std::filesystem::path& start)
{
    auto found = find_session(start);
    if (!found)
        return found.error();
    if (!*found)
        return failure{fmt::format(
            "no respawn runs in {} or in a folder above it; start one with 'respawn run', or go to where it "
            "runs",
            start.string())};
    return std::move(**found);
}

bool is_running(const running_session& session)
{
    const auto who = platform::lock_holder(session_lock_path(session.project_folder));
    return who && *who == respawn::to_text(session.holder);
}

} // namespace respawn::supervisor
