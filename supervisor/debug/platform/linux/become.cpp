#include "supervisor/debug/platform/become.hpp"

#include <csignal>
#include <cstdlib>

#include <unistd.h>

namespace respawn::platform {

failure become(
    const std::vector<std::string>& arguments,
    const std::vector<std::pair<std::string, std::string>>& environment)
{
    for (const auto& [name, value] : environment)
        ::setenv(name.c_str(), value.c_str(), 1);
    // Ignored signals would stay so.
    for (const int number : {SIGPIPE, SIGXFSZ})
        std::signal(number, SIG_DFL);
    std::vector<char*> pointers;
    for (const std::string& argument : arguments)
        pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    ::execvp(pointers.front(), pointers.data());
    return errno_failure("cannot start " + arguments.front());
}

} // namespace respawn::platform
