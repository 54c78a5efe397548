#include "supervisor/symbols/image_file.hpp"

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace respawn::supervisor {

result<image_file> image_file::open(const std::filesystem::path& path)
{
    // Without waiting: a pipe that nobody writes is none of the files that are read here.
    image_file file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK), 0};
    if (file.handle_ < 0)
        return errno_failure("cannot open " + path.string());
    struct ::stat status {};
    if (::fstat(file.handle_, &status) != 0)
        return errno_failure("cannot look at " + path.string());
    if (!S_ISREG(status.st_mode))
        return failure{path.string() + " is not a regular file"};
    file.size_bytes_ = static_cast<std::uint64_t>(status.st_size);
    constexpr std::uint64_t second_ns = 1'000'000'000;
    file.identity_ = {
        status.st_dev, status.st_ino, file.size_bytes_,
        static_cast<std::uint64_t>(status.st_mtim.tv_sec) * second_ns +
            static_cast<std::uint64_t>(status.st_mtim.tv_nsec)};
    return file;
}

result<image_file> image_file::reopen() const
{
    return open("/proc/self/fd/" + std::to_string(handle_));
}

image_file image_file::of_parts(std::uint64_t size_bytes, std::vector<part> parts)
{
    image_file file{-1, size_bytes};
    file.parts_ = std::move(parts);
    return file;
}

image_file::image_file(image_file&& other) noexcept :
    handle_{std::exchange(other.handle_, -1)}, size_bytes_{std::exchange(other.size_bytes_, 0)},
    identity_{other.identity_}, parts_{std::move(other.parts_)}
{}

image_file& image_file::operator=(image_file&& other) noexcept
{
    std::swap(handle_, other.handle_);
    std::swap(size_bytes_, other.size_bytes_);
    std::swap(identity_, other.identity_);
    std::swap(parts_, other.parts_);
    return *this;
}

image_file::~image_file()
{
    if (handle_ >= 0)
        ::close(handle_);
}

void image_file::read_parts(std::uint64_t offset, std::span<char> into) const
{
    std::fill(into.begin(), into.end(), '\0');
    const std::uint64_t end = offset + into.size();
    auto each = std::partition_point(parts_.begin(), parts_.end(), [&](const part& one) {
        return one.offset + one.bytes.size() <= offset;
    });
    for (; each != parts_.end() && each->offset < end; ++each) {
        const std::uint64_t first = std::max(offset, each->offset);
        const std::uint64_t last = std::min(end, each->offset + each->bytes.size());
        std::copy_n(
            each->bytes.data() + (first - each->offset), last - first, into.data() + (first - offset));
    }
}

bool image_file::read(std::uint64_t offset, std::span<char> into) const
{
    if (!contains(offset, into.size()))
        return false;
    if (handle_ < 0) {
        read_parts(offset, into);
        return true;
    }
    while (!into.empty()) {
        const ::ssize_t got = ::pread(handle_, into.data(), into.size(), static_cast<::off_t>(offset));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        into = into.subspan(static_cast<std::size_t>(got));
        offset += static_cast<std::uint64_t>(got);
    }
    return true;
}

} // namespace respawn::supervisor
