#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace respawn::test {

/// A new folder that is removed, with everything in it, at the end of its scope.
class temporary_folder {
public:
    temporary_folder()
    {
        std::string name = (std::filesystem::temp_directory_path() / "respawn-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error{"cannot make a temporary folder " + name};
        path_ = name;
    }
    ~temporary_folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const
    {
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};

inline void write_file(const std::filesystem::path& path, std::string_view content)
{
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file << content;
    if (!file.flush())
        throw std::runtime_error{"cannot write " + path.string()};
}

inline std::string read_file(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream content;
    // Unlike an iterator this does not throw when a file of the system's tells of a process that has just
    // ended.
    content << file.rdbuf();
    return content.str();
}

/// A complete small executable of this system.
inline std::filesystem::path system_executable()
{
    return std::filesystem::canonical("/bin/sleep");
}

inline std::size_t entries_in(const std::filesystem::path& folder)
{
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator{folder}, std::filesystem::directory_iterator{}));
}

inline std::size_t open_descriptors()
{
    return entries_in("/proc/self/fd");
}

} // namespace respawn::test
