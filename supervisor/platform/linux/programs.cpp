#include "supervisor/platform/programs.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <unistd.h>

namespace respawn::platform {

namespace {

/// Whether the shell takes it for the name of a program and nothing else.
bool is_plain(const std::string& word)
{
    return !word.empty() && std::all_of(
                                word.begin(), word.end(),
                                [](unsigned char letter) {
                                    return std::isalnum(letter) != 0 ||
                                           std::string_view{"/._+-"}.find(letter) != std::string_view::npos;
                                });
}

bool is_program(const std::string& name)
{
    std::error_code ignored;
    return name.find('/') == std::string::npos ? !programs_in_path(name).empty()
                                               : std::filesystem::is_regular_file(name, ignored);
}

} // namespace

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

std::string first_word(const std::string& line)
{
    const auto begin = std::min(line.find_first_not_of(" \t"), line.size());
    return line.substr(begin, line.find_first_of(" \t", begin) - begin);
}

std::optional<std::string> missing_program(const std::string& line)
{
    auto name = first_word(line);
    return is_plain(name) && !is_program(name) ? std::optional{std::move(name)} : std::nullopt;
}

std::vector<std::string> shell_command(const std::string& line, const std::vector<std::string>& arguments)
{
    std::vector<std::string> command{"/bin/sh", "-c", line, "sh"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return command;
}

} // namespace respawn::platform
