#include "worker/source/platform/start_gate.hpp"

#include "worker/source/platform/examination.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

namespace respawn::platform {

namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

constexpr auto variable = "RESPAWN_GATE";
constexpr auto interval = 500us;
/// A debugger is there before it has stopped the process.
constexpr auto time_to_be_stopped = 5ms;

void sleep(std::chrono::nanoseconds time) noexcept
{
    const timespec wanted{0, static_cast<long>(time.count())};
    ::nanosleep(&wanted, nullptr);
}

/// `status`: the open /proc/self/status.
bool has_debugger(int status) noexcept
{
    constexpr const char* field = "TracerPid:\t";
    std::array<char, 2048> text{};
    if (::pread(status, text.data(), text.size() - 1, 0) <= 0)
        return true; // there is nothing to wait for that could be seen
    const char* found = std::strstr(text.data(), field);
    return !found || found[std::strlen(field)] != '0';
}

/// The first of the program's own code, whose static initialisers have no priority or a later one.
__attribute__((constructor(101))) void wait_for_debugger() noexcept
{
    const char* wanted = std::getenv(variable);
    const char* separator = wanted ? std::strchr(wanted, ':') : nullptr;
    if (!separator)
        return;
    const auto deadline = clock::now() + std::chrono::milliseconds{std::atoi(wanted)};
    allow_examination();
    const int status = ::open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    while (clock::now() < deadline && ::access(separator + 1, F_OK) == 0) {
        if (has_debugger(status)) {
            sleep(time_to_be_stopped);
            break;
        }
        sleep(interval);
    }
    ::close(status);
    ::unsetenv(variable); // what this process starts waits for nobody
}

} // namespace

void have_start_gate() noexcept {}

} // namespace respawn::platform
