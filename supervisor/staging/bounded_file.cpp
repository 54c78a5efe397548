#include "supervisor/staging/bounded_file.hpp"

#include <algorithm>

namespace respawn::supervisor {

bounded_file::bounded_file(const std::string& path) : file_{path, std::ios::binary | std::ios::ate}
{
    size_bytes_ = static_cast<std::uint64_t>(std::max<std::streamoff>(file_.tellg(), 0));
}

bool bounded_file::read_bytes(std::uint64_t offset, char* to, std::size_t bytes)
{
    if (!contains(offset, bytes))
        return false;
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(offset));
    file_.read(to, static_cast<std::streamsize>(bytes));
    return file_.good();
}

std::optional<std::string> bounded_file::read_string(std::uint64_t offset, std::size_t bytes)
{
    if (!contains(offset, bytes))
        return std::nullopt;
    std::string text(bytes, '\0');
    return read_bytes(offset, text.data(), bytes) ? std::optional{std::move(text)} : std::nullopt;
}

} // namespace respawn::supervisor
