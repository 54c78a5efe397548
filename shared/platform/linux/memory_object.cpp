#include "shared/platform/memory_object.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/memfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <string>

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

namespace respawn::platform {

namespace {

constexpr int fixed_size = F_SEAL_SHRINK | F_SEAL_GROW;
constexpr int unchangeable = fixed_size | F_SEAL_WRITE;

std::string descriptor_path(int object)
{
    return "/proc/self/fd/" + std::to_string(object);
}

} // namespace

result<unique_handle> create_memory_object(const char* purpose, std::size_t bytes)
{
    unique_handle object{::memfd_create(purpose, MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    if (!object)
        return errno_failure(std::string{"cannot create shared memory for "} + purpose);
    if (::ftruncate(object.get(), static_cast<off_t>(bytes)) != 0)
        return errno_failure(
            std::string{"cannot reserve "} + std::to_string(bytes) + " bytes for " + purpose);
    if (::fcntl(object.get(), F_ADD_SEALS, fixed_size) != 0)
        return errno_failure(std::string{"cannot seal the shared memory for "} + purpose);
    return object;
}

result<void> seal(int object, new_writers writers)
{
    const int seals = F_SEAL_SEAL | (writers == new_writers::forbidden ? F_SEAL_FUTURE_WRITE : 0);
    if (::fcntl(object, F_ADD_SEALS, seals) != 0)
        return errno_failure("cannot seal shared memory");
    return {};
}

result<unique_handle> reopen_read_only(int object)
{
    unique_handle reopened{::open(descriptor_path(object).c_str(), O_RDONLY | O_CLOEXEC)};
    if (!reopened)
        return errno_failure("cannot open shared memory for reading; is /proc mounted?");
    return reopened;
}

result<sealed_object_writer> sealed_object_writer::create(const char* purpose)
{
    unique_handle object{::memfd_create(purpose, MFD_CLOEXEC | MFD_ALLOW_SEALING)};
    if (!object)
        return errno_failure(std::string{"cannot create shared memory for "} + purpose);
    return sealed_object_writer{std::move(object)};
}

result<void> sealed_object_writer::append(const void* data, std::size_t bytes)
{
    const char* next = static_cast<const char*>(data);
    while (bytes != 0) {
        const ssize_t written = ::write(object_.get(), next, bytes);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return errno_failure("cannot write to shared memory");
        next += written;
        bytes -= static_cast<std::size_t>(written);
    }
    return {};
}

result<unique_handle> sealed_object_writer::finish() &&
{
    if (::fcntl(object_.get(), F_ADD_SEALS, unchangeable | F_SEAL_SEAL) != 0)
        return errno_failure("cannot seal shared memory");
    return std::move(object_);
}

std::optional<std::uint64_t> next_used_byte(int object, std::uint64_t offset) noexcept
{
    const off_t used = ::lseek(object, static_cast<off_t>(offset), SEEK_DATA);
    if (used >= 0)
        return static_cast<std::uint64_t>(used);
    // Whoever can't tell says that everything is in use.
    return errno == ENXIO ? std::nullopt : std::optional{offset};
}

std::uint64_t next_unused_byte(int object, std::uint64_t offset) noexcept
{
    const off_t unused = ::lseek(object, static_cast<off_t>(offset), SEEK_HOLE);
    // Whoever can't tell says that everything is in use.
    return unused >= 0 ? static_cast<std::uint64_t>(unused) : ~std::uint64_t{0};
}

result<std::uint64_t> sealed_size(int object)
{
    const int seals = ::fcntl(object, F_GET_SEALS);
    struct statfs system {};
    // One of huge pages can be sealed too, but reading it raises SIGBUS where the system has none left.
    const bool is_ordinary = ::fstatfs(object, &system) == 0 && system.f_type == TMPFS_MAGIC;
    if (!is_ordinary || seals < 0 || (seals & unchangeable) != unchangeable)
        return failure{
            "the memory object that a worker sent is not sealed ordinary memory, so it is not used"};
    struct stat status {};
    if (::fstat(object, &status) != 0)
        return errno_failure("cannot look at the memory object that a worker sent");
    return static_cast<std::uint64_t>(status.st_size);
}

} // namespace respawn::platform
