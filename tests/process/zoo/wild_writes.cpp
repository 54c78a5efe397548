// Overwrites everything in its address space that can be written, but for the stack that it runs on.
#include "zoo.hpp"

#include <cstdio>
#include <cstring>

namespace {

struct range {
    unsigned long begin, end;
};

void overwrite_everything()
{
    static range ranges[4096];
    std::size_t count = 0;
    const int here = 0;
    std::FILE* maps = std::fopen("/proc/self/maps", "r");
    char line[512], rights[8];
    range found{};
    while (count != std::size(ranges) && std::fgets(line, sizeof line, maps))
        if (std::sscanf(line, "%lx-%lx %7s", &found.begin, &found.end, rights) == 3 && rights[1] == 'w')
            if (const auto stack = reinterpret_cast<unsigned long>(&here);
                stack < found.begin || stack >= found.end)
                ranges[count++] = found;
    for (const range* each = ranges; each != ranges + count; ++each)
        // A state is large and mostly not there: its beginning will do.
        std::memset(reinterpret_cast<void*>(each->begin), 0xee, std::min(each->end - each->begin, 1ul << 24));
}

} // namespace

int main(int argc, char** argv)
{
    return zoo::play(argc, argv, overwrite_everything);
}
