#include "shared/platform/address_space.hpp"

#include <sys/mman.h>

#include <cinttypes>
#include <cstdio>
#include <memory>

namespace respawn::platform {

const int map_lazily = MAP_NORESERVE;

std::string describe_range(std::uintptr_t address, std::size_t bytes)
{
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> maps{
        std::fopen("/proc/self/maps", "re"), std::fclose};
    char line[512];
    while (maps && std::fgets(line, sizeof line, maps.get())) {
        std::uintptr_t start = 0;
        std::uintptr_t end = 0;
        char name[256] = "memory without a name";
        const int fields =
            std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %*s %*s %*s %*s %255[^\n]", &start, &end, name);
        if (fields >= 2 && start < address + bytes && end > address)
            return std::string{name} + " is there";
    }
    return "the address range is free, but the system has no room for it";
}

} // namespace respawn::platform
