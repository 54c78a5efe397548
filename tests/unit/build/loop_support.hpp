#pragma once

#include "tests/support/temporary_folder.hpp"

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>

#include <chrono>

#include <sys/wait.h>

namespace respawn::test {

/// Runs the loop until `condition` holds; false if it does not within `patience`.
template <class Condition>
bool run_until(
    asio::io_context& loop, Condition condition,
    std::chrono::milliseconds patience = std::chrono::seconds{20})
{
    const auto not_only_while_there_is_work = asio::make_work_guard(loop);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= deadline)
            return false;
        loop.restart();
        loop.run_one_for(std::chrono::milliseconds{5});
    }
    return true;
}

/// Whether this process has a child, running or ended, that was not reaped.
inline bool has_children()
{
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/// Whether a process runs; one that has ended and waits to be reaped does not.
inline bool is_running(int process_id)
{
    const std::string status = read_file("/proc/" + std::to_string(process_id) + "/stat");
    const std::size_t name_end = status.rfind(')');
    return name_end != std::string::npos && status.compare(name_end, 3, ") Z") != 0;
}

} // namespace respawn::test
