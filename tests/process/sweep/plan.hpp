#pragma once

#include "shared/kill_points.hpp"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/// Where the next worker is to die: a file that the test and all of its workers have mapped.
namespace respawn::test {

struct kill_plan {
    static constexpr std::uint32_t nowhere = kill_point_count;

    std::atomic<std::uint32_t> where; ///< a kill_point, or nowhere
    std::atomic<std::int32_t> passes; ///< so many times the point is passed alive
    std::array<std::atomic<std::uint64_t>, kill_point_count> deaths;
};

/// Maps the plan's file, which has its size already. Null: it can't be.
inline kill_plan* map_plan(const char* file)
{
    const int descriptor = ::open(file, O_RDWR | O_CLOEXEC);
    void* mapped = ::mmap(nullptr, sizeof(kill_plan), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    ::close(descriptor);
    return mapped == MAP_FAILED ? nullptr : static_cast<kill_plan*>(mapped);
}

/// Dies at `here` if that is what the plan says: at once, as by somebody else's SIGKILL.
inline void follow(kill_plan& plan, kill_point here)
{
    if (plan.where != static_cast<std::uint32_t>(here) || plan.passes-- > 0)
        return;
    plan.where = kill_plan::nowhere;
    ++plan.deaths[static_cast<std::size_t>(here)];
    ::kill(::getpid(), SIGKILL);
}

} // namespace respawn::test
