#pragma once

#include <vector>

namespace respawn::platform {

/// The children that spawn() started and reap() has not seen the end of, and those that this process had from
/// its beginning. Threads: the one that spawns.
[[nodiscard]] inline std::vector<int>& own_children()
{
    static std::vector<int> process_ids;
    return process_ids;
}

} // namespace respawn::platform
