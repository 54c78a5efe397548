// Another thread than the main one calls itself for ever.
#include "zoo.hpp"

#include <thread>

namespace {

volatile int depth = 0;

// NOLINTNEXTLINE(misc-no-recursion): that is the point
int fall(int from)
{
    volatile char space[512];
    space[0] = static_cast<char>(from);
    depth = depth + 1;
    return depth < 0 ? space[0] : fall(from + 1) + space[0];
}

} // namespace

int main(int argc, char** argv)
{
    return zoo::play(
        argc, argv, [] { std::thread{[] { depth = fall(0); }}.join(); });
}
