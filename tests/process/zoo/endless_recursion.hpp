#pragma once

namespace zoo {

inline volatile int depth = 0;

/// Calls itself for ever.
// NOLINTNEXTLINE(misc-no-recursion): that is the point
inline int fall(int from)
{
    volatile char space[512];
    space[0] = static_cast<char>(from);
    depth = depth + 1;
    return depth < 0 ? space[0] : fall(from + 1) + space[0];
}

} // namespace zoo
