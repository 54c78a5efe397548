#include "supervisor/platform/programs.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include <unistd.h>

namespace respawn::platform {

std::vector<std::string> programs_in_path(const std::string& name)
{
    const char* path = std::getenv("PATH");
    std::vector<std::string> found;
    std::string_view rest = path ? path : "";
    while (!rest.empty()) {
        const auto folder = rest.substr(0, rest.find(':'));
        rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
        const auto file = std::filesystem::path{folder} / name;
        if (::access(file.c_str(), X_OK) == 0)
            found.push_back(file.string());
    }
    return found;
}

std::vector<std::string> shell_command(const std::string& line, const std::vector<std::string>& arguments)
{
    std::vector<std::string> command{"/bin/sh", "-c", line, "sh"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return command;
}

} // namespace respawn::platform
