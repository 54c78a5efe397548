#include "supervisor/platform/file_lock.hpp"

#include "shared/platform/linux/whole_file.hpp"
#include "supervisor/platform/linux/opened_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <system_error>

namespace respawn::platform {
namespace {

failure not_a_file(const std::filesystem::path& path)
{
    return failure{"the lock file " + path.string() + " is not a regular file"};
}

bool is_of_another_user(const std::filesystem::path& path)
{
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && status.st_uid != ::geteuid();
}

failure failure_to_open(const std::filesystem::path& path)
{
    const std::error_code why{errno, std::system_category()};
    if (why == std::errc::is_a_directory || why == std::errc::too_many_symbolic_link_levels)
        return not_a_file(path);
    const auto what = "cannot open the lock file " + path.string();
    if (why == std::errc::permission_denied && is_of_another_user(path))
        return failure{what + ", which another user has made; have them end their session, and remove it"};
    return system_failure(what, why);
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

} // namespace respawn::platform
