#include "tests/bench/benchmarks.hpp"

#include <fstream>
#include <thread>

#include <sys/utsname.h>
#include <time.h>

namespace respawn::bench {

namespace {

std::string processor()
{
    std::ifstream file{"/proc/cpuinfo"};
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name"))
            return line.substr(line.find(':') + 2);
    return "unknown";
}

std::string kernel()
{
    utsname names{};
    ::uname(&names);
    return std::string{names.sysname} + " " + names.release;
}

std::string date()
{
    const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[32];
    const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text, length};
}

/// Processes that want a core: with more of them than cores, the numbers are the machine's.
double load()
{
    double last_minute = 0;
    std::ifstream{"/proc/loadavg"} >> last_minute;
    return last_minute;
}

} // namespace

json describe_environment(const std::string& commit)
{
    return {
        {"processor", processor()},
        {"cores", std::thread::hardware_concurrency()},
        {"kernel", kernel()},
        {"compiler", BENCH_COMPILER},
        {"build_type", BENCH_BUILD_TYPE},
        {"sanitizers", BENCH_SANITIZERS},
        {"date", date()},
        {"commit", commit},
        {"load_at_start", load()},
    };
}

} // namespace respawn::bench
