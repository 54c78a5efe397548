#include "supervisor/platform/durable_file.hpp"

#include "supervisor/platform/linux/opened_file.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

namespace fs = std::filesystem;

failure failure_to_write(const fs::path& path)
{
    const std::string what = "cannot write " + path.string();
    if (errno == ENOSPC || errno == EDQUOT)
        return failure{what + ": the disk is full; free some space"};
    return errno_failure(what);
}

/// Opens and locks the file at `path`. A file that is locked already is an errno of EWOULDBLOCK.
unique_handle open_locked(const fs::path& path, int flags) noexcept
{
    for (;;) {
        unique_handle file{::open(path.c_str(), flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666)};
        if (!file)
            return {};
        // File systems that know no locks do without.
        if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
            return {};
        // Whoever had it before may have moved it.
        if (is_at(file.get(), path))
            return file;
        struct stat there {};
        if (::lstat(path.c_str(), &there) == 0 && !S_ISREG(there.st_mode)) {
            errno = EEXIST;
            return {};
        }
        if ((flags & O_CREAT) == 0)
            return {};
    }
}

result<void> write_all(int file, std::span<const std::byte> bytes, const fs::path& path)
{
    while (!bytes.empty()) {
        const ssize_t done = ::write(file, bytes.data(), bytes.size());
        if (done < 0 && errno != EINTR)
            return failure_to_write(path);
        if (done > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(done));
    }
    return {};
}

/// Makes a rename in the folder of `path` last. File systems that have nothing to do for that refuse it.
result<void> sync_folder(const fs::path& path)
{
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    const unique_handle opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!opened && errno == EACCES)
        return {}; // one may write into a folder that one may not read
    if (!opened || (::fsync(opened.get()) != 0 && errno != EINVAL))
        return failure_to_write(path);
    return {};
}

} // namespace

fs::path partial_path(const fs::path& path)
{
    return path.string() + ".partial";
}

fs::path behind_links(const fs::path& path, std::error_code& error)
{
    constexpr int most_links = 40; // as in the kernel
    fs::path target = path;
    for (int followed = 0; followed <= most_links; ++followed) {
        const fs::path folder = fs::canonical(target.has_parent_path() ? target.parent_path() : ".", error);
        if (!error && !fs::is_directory(folder))
            error = std::make_error_code(std::errc::not_a_directory);
        if (error)
            return {};
        target = folder / target.filename();
        std::error_code missing;
        if (!fs::is_symlink(target, missing))
            return target;
        target = folder / fs::read_symlink(target, error);
    }
    error = std::make_error_code(std::errc::too_many_symbolic_link_levels);
    return {};
}

durable_file::durable_file(unique_handle file, fs::path path) : file_{std::move(file)}, path_{std::move(path)}
{}

result<durable_file> durable_file::create(const fs::path& path)
{
    // A rename would put the file in a link's place.
    std::error_code error;
    fs::path target = behind_links(path, error);
    if (error)
        return system_failure("cannot write " + path.string(), error);
    struct stat before {};
    const bool exists = ::stat(target.c_str(), &before) == 0;
    if (exists && !S_ISREG(before.st_mode))
        return failure{"cannot write " + path.string() + ": it is not a regular file"};
    unique_handle file = open_locked(partial_path(target), O_WRONLY | O_CREAT);
    if (!file && errno == EWOULDBLOCK)
        return failure{"cannot write " + path.string() + ": another process is writing it at the moment"};
    if (!file || ::ftruncate(file.get(), 0) != 0)
        return failure_to_write(partial_path(target));
    durable_file made{std::move(file), std::move(target)};
    if (exists && ::fchmod(made.file_.get(), before.st_mode & 0777U) != 0)
        return failure_to_write(path);
    return made;
}

durable_file::~durable_file()
{
    if (file_)
        ::unlink(partial_path(path_).c_str());
}

failure durable_file::write_failure() const
{
    return failure_to_write(path_);
}

result<void> durable_file::append(std::span<const std::byte> bytes)
{
    return write_all(file_.get(), bytes, path_);
}

result<void> durable_file::rewrite_start(std::span<const std::byte> bytes)
{
    const off_t end = ::lseek(file_.get(), 0, SEEK_END);
    if (end < 0 || ::lseek(file_.get(), 0, SEEK_SET) < 0)
        return write_failure();
    if (auto written = write_all(file_.get(), bytes, path_); !written)
        return written;
    return ::lseek(file_.get(), end, SEEK_SET) < 0 ? result<void>{write_failure()} : result<void>{};
}

result<void> durable_file::publish()
{
    if (::fsync(file_.get()) != 0 || ::rename(partial_path(path_).c_str(), path_.c_str()) != 0)
        return write_failure();
    file_ = {};
    return sync_folder(path_);
}

void remove_partial_file(const fs::path& path)
{
    // Where the path leads nowhere, nothing was left.
    std::error_code error;
    const fs::path partial = partial_path(behind_links(path, error));
    const unique_handle leftover = error ? unique_handle{} : open_locked(partial, O_WRONLY);
    if (leftover)
        ::unlink(partial.c_str());
}

result<input_file> input_file::open(const fs::path& path)
{
    unique_handle file{::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC)};
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0)
        return errno_failure("cannot read " + path.string());
    if (!S_ISREG(status.st_mode))
        return failure{"cannot read " + path.string() + ": it is not a regular file"};
    return input_file{std::move(file), static_cast<std::uint64_t>(status.st_size)};
}

result<bool> input_file::read(std::span<std::byte> into)
{
    while (!into.empty()) {
        const ssize_t done = ::read(file_.get(), into.data(), into.size());
        if (done == 0)
            return false;
        if (done < 0 && errno != EINTR)
            return failure{std::error_code{errno, std::system_category()}.message()};
        if (done > 0)
            into = into.subspan(static_cast<std::size_t>(done));
    }
    return true;
}

} // namespace respawn::platform
