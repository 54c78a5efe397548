#include "supervisor/platform/file_copy.hpp"

#include "shared/unique_handle.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

file_version version_from(const struct stat& status) noexcept
{
    constexpr std::int64_t ns_per_second = 1'000'000'000;
    return {
        .device = status.st_dev,
        .file_index = status.st_ino,
        .size_bytes = static_cast<std::uint64_t>(status.st_size),
        .modified_ns = status.st_mtim.tv_sec * ns_per_second + status.st_mtim.tv_nsec,
        .permissions = status.st_mode & 0777U};
}

failure copy_failure(const std::string& from, const std::string& to)
{
    const std::string what = "cannot copy " + from + " to " + to;
    if (errno == ENOSPC || errno == EDQUOT)
        return failure{what + ": the disk is full; free some space and build again"};
    return errno_failure(what);
}

bool write_all(int to, const char* data, std::size_t bytes) noexcept
{
    while (bytes > 0) {
        const ssize_t done = ::write(to, data, bytes);
        if (done < 0 && errno != EINTR)
            return false;
        const auto written = static_cast<std::size_t>(std::max<ssize_t>(done, 0));
        data += written;
        bytes -= written;
    }
    return true;
}

bool copy_through_memory(int from, int to)
{
    std::vector<char> buffer(std::size_t{256} * 1024);
    for (;;) {
        const ssize_t got = ::read(from, buffer.data(), buffer.size());
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        if (got > 0 && !write_all(to, buffer.data(), static_cast<std::size_t>(got)))
            return false;
    }
}

/// Moves both files' positions; shares blocks instead of copying on file systems that can.
void copy_in_kernel(int from, int to) noexcept
{
    constexpr std::size_t piece_bytes = std::size_t{1} << 30;
    ssize_t done = 0;
    do {
        done = ::copy_file_range(from, nullptr, to, nullptr, piece_bytes, 0);
    } while (done > 0 || (done < 0 && errno == EINTR));
}

/// The second way goes on where the first one stopped: at the end, or at something that the first one cannot
/// do.
bool copy_content(int from, int to)
{
    copy_in_kernel(from, to);
    return copy_through_memory(from, to);
}

} // namespace

result<file_version> version_of(const std::string& path)
{
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0)
        return errno_failure("cannot look at " + path);
    if (!S_ISREG(status.st_mode))
        return failure{path + " is not a regular file"};
    return version_from(status);
}

/// Asks for a read lease, which the kernel gives only when there is no writer, and gives it back at once.
/// Someone who opens the file for writing between the two waits for that moment.
std::optional<bool> is_open_for_writing(const std::string& path) noexcept
{
    const unique_handle file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    // That writer also has a signal sent here: one that is ignored instead of SIGIO, which kills.
    if (!file || ::fcntl(file.get(), F_SETSIG, SIGURG) != 0)
        return std::nullopt;
    if (::fcntl(file.get(), F_SETLEASE, F_RDLCK) == 0) {
        ::fcntl(file.get(), F_SETLEASE, F_UNLCK);
        return false;
    }
    return errno == EAGAIN ? std::optional{true} : std::nullopt;
}

result<copy_report> copy_file(const std::string& from, const std::string& to)
{
    // Non-blocking, so that a pipe in the file's place cannot hold this up.
    const unique_handle source{::open(from.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (!source && errno == ENOENT)
        return copy_report{copy_outcome::missing, {}};
    struct stat before {};
    if (!source || ::fstat(source.get(), &before) != 0)
        return errno_failure("cannot read " + from);
    if (!S_ISREG(before.st_mode))
        return failure{from + " is not a regular file"};
    const unique_handle target{::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (!target || !copy_content(source.get(), target.get()) ||
        ::fchmod(target.get(), before.st_mode & 0777U) != 0)
        return copy_failure(from, to);
    const file_version copied = version_from(before);
    struct stat after {};
    struct stat copy {};
    const bool unchanged = ::stat(from.c_str(), &after) == 0 && version_from(after) == copied &&
                           ::fstat(target.get(), &copy) == 0 && copy.st_size == before.st_size &&
                           !is_open_for_writing(from).value_or(false);
    return copy_report{unchanged ? copy_outcome::copied : copy_outcome::changed_meanwhile, copied};
}

} // namespace respawn::platform
