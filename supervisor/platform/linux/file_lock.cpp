#include "supervisor/platform/file_lock.hpp"

#include "supervisor/platform/linux/opened_file.hpp"

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

failure not_a_file(const std::filesystem::path& path)
{
    return failure{"the lock file " + path.string() + " is not a regular file"};
}

failure failure_to_open(const std::filesystem::path& path)
{
    if (errno == EISDIR || errno == ELOOP)
        return not_a_file(path);
    return errno_failure("cannot open the lock file " + path.string());
}

/// Opens and locks the file at `path`; an empty handle if another process has it locked.
result<unique_handle> open_locked(const std::filesystem::path& path)
{
    for (;;) {
        unique_handle file{::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644)};
        if (!file)
            return failure_to_open(path);
        if (!is_regular(file.get()))
            return not_a_file(path);
        auto lock = whole_file();
        if (::fcntl(file.get(), F_OFD_SETLK, &lock) != 0) {
            if (errno == EAGAIN || errno == EACCES)
                return unique_handle{};
            return errno_failure("cannot lock " + path.string());
        }
        // Whoever had it before may have removed it: that one is nobody's any more.
        if (is_at(file.get(), path))
            return file;
    }
}

} // namespace

result<std::optional<file_lock>> file_lock::acquire(const std::filesystem::path& path)
{
    auto file = open_locked(path);
    if (!file)
        return file.error();
    if (!*file)
        return std::optional<file_lock>{};
    std::optional<file_lock> held{file_lock{std::move(*file), path}};
    if (auto emptied = held->write(""); !emptied)
        return emptied.error();
    return held;
}

result<void> file_lock::write(const std::string& text)
{
    const auto bytes = static_cast<ssize_t>(text.size());
    if (::ftruncate(file_.get(), 0) != 0 || ::pwrite(file_.get(), text.data(), text.size(), 0) != bytes)
        return errno_failure("cannot write the lock file " + path_.string());
    return {};
}

bool file_lock::is_in_place() const noexcept
{
    return is_at(file_.get(), path_);
}

void file_lock::remove() noexcept
{
    // Before the lock goes: afterwards the file may be another's.
    if (is_in_place())
        ::unlink(path_.c_str());
    file_.close();
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
