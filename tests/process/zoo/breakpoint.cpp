// Runs into a breakpoint that no debugger has set, and makes the file "went_on" if it gets past it.
#include "zoo.hpp"

#include <csignal>
#include <fstream>

int main(int argc, char** argv)
{
    return zoo::play(argc, argv, [] {
#if defined(__x86_64__)
        __asm__ volatile("int3");
#else
        std::raise(SIGTRAP);
#endif
        std::ofstream{"went_on"};
    });
}
