#pragma once

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

/// A text at the end of an executable file, which the system does not load: it makes many versions of one
/// test worker without a compiler, and tells each what to do.
namespace respawn::test {

struct executable_tag {
    char magic[8];
    char text[120]; ///< zero-terminated
};

inline constexpr char executable_tag_magic[8] = {'t', 'e', 's', 't', '-', 't', 'a', 'g'};

inline void append_tag(const std::filesystem::path& executable, std::string_view text)
{
    executable_tag tag{};
    std::memcpy(tag.magic, executable_tag_magic, sizeof tag.magic);
    text.copy(tag.text, sizeof tag.text - 1);
    std::ofstream file{executable, std::ios::binary | std::ios::app};
    file.write(reinterpret_cast<const char*>(&tag), sizeof tag);
}

/// Empty if the file has none.
inline std::string tag_of(const std::filesystem::path& executable)
{
    executable_tag tag{};
    std::ifstream file{executable, std::ios::binary | std::ios::ate};
    file.seekg(-static_cast<std::streamoff>(sizeof tag), std::ios::end);
    file.read(reinterpret_cast<char*>(&tag), sizeof tag);
    const bool has_tag = file && std::memcmp(tag.magic, executable_tag_magic, sizeof tag.magic) == 0;
    return has_tag ? std::string{tag.text} : std::string{};
}

/// The tag of the running program.
inline std::string my_tag()
{
    return tag_of("/proc/self/exe");
}

} // namespace respawn::test
