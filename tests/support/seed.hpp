#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

namespace respawn::test {

/// Where a test's random numbers begin: the same every time, unless RESPAWN_TEST_SEED says otherwise.
inline std::uint32_t seed()
{
    const char* wanted = std::getenv("RESPAWN_TEST_SEED");
    return wanted ? static_cast<std::uint32_t>(std::stoul(wanted)) : 20'240'601u;
}

} // namespace respawn::test
