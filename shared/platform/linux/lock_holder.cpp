#include "shared/platform/lock_holder.hpp"

#include "shared/platform/linux/whole_file.hpp"
#include "shared/unique_handle.hpp"

#include <array>
#include <cstddef>

#include <fcntl.h>
#include <unistd.h>

namespace respawn::platform {
namespace {

std::string read_text(int file)
{
    std::array<char, 4352> buffer{}; // a process id and the longest path
    const auto bytes = ::pread(file, buffer.data(), buffer.size(), 0);
    return {buffer.data(), bytes > 0 ? static_cast<std::size_t>(bytes) : 0};
}

} // namespace

std::optional<std::string> lock_holder(const std::filesystem::path& path)
{
    const unique_handle file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    auto lock = whole_file();
    if (!file || ::fcntl(file.get(), F_OFD_GETLK, &lock) != 0 || lock.l_type == F_UNLCK)
        return std::nullopt;
    return read_text(file.get());
}

} // namespace respawn::platform
