#include "supervisor/session/exit_words.hpp"

#include <cstring>

namespace respawn::supervisor {

std::string exit_words(platform::exit_status status)
{
    if (!status.signaled)
        return "left main with exit code " + std::to_string(status.code);
    const char* name = ::sigabbrev_np(status.code);
    return std::string{"died of SIG"} + (name ? name : std::to_string(status.code)) + " (" +
           ::strsignal(status.code) + ")";
}

} // namespace respawn::supervisor
