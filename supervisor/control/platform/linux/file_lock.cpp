#include "supervisor/control/platform/file_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstddef>

namespace respawn::platform {
namespace {

// A lock of the open file and not of the process: it ends when the last descriptor is closed, whatever else
// this process opens and closes, and looking at it (F_OFD_GETLK) does not take it.
struct flock whole_file()
{
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

std::string read_text(int file)
{
    std::array<char, 4352> buffer{}; // a process id and the longest path
    const auto bytes = ::pread(file, buffer.data(), buffer.size(), 0);
    return {buffer.data(), bytes > 0 ? static_cast<std::size_t>(bytes) : 0};
}

} // namespace

result<std::optional<file_lock>> file_lock::acquire(const std::filesystem::path& path)
{
    unique_handle file{::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644)};
    if (!file)
        return errno_failure("cannot open the lock file " + path.string());
    auto lock = whole_file();
    if (::fcntl(file.get(), F_OFD_SETLK, &lock) != 0) {
        if (errno == EAGAIN || errno == EACCES)
            return std::optional<file_lock>{};
        return errno_failure("cannot lock " + path.string());
    }
    std::optional<file_lock> held{file_lock{std::move(file)}};
    if (auto emptied = held->write(""); !emptied)
        return emptied.error();
    return held;
}

result<void> file_lock::write(const std::string& text)
{
    const auto bytes = static_cast<ssize_t>(text.size());
    if (::ftruncate(file_.get(), 0) != 0 || ::pwrite(file_.get(), text.data(), text.size(), 0) != bytes)
        return errno_failure("cannot write the lock file");
    return {};
}

std::optional<std::string> lock_holder(const std::filesystem::path& path)
{
    const unique_handle file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    auto lock = whole_file();
    if (!file || ::fcntl(file.get(), F_OFD_GETLK, &lock) != 0 || lock.l_type == F_UNLCK)
        return std::nullopt;
    return read_text(file.get());
}

} // namespace respawn::platform
