#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/// What a worker of bad intent tries. Each way in that is open gets a line in the file "loot".
namespace burglary {

namespace fs = std::filesystem;

inline std::ofstream loot{"loot", std::ios::trunc};

inline void found_open(const std::string& way)
{
    loot << "open: " << way << std::endl;
}

inline std::string target_of(int descriptor)
{
    std::error_code gone;
    return fs::read_symlink("/proc/self/fd/" + std::to_string(descriptor), gone).string();
}

/// Without the folder that they are read from.
inline std::vector<int> descriptors()
{
    std::vector<int> all;
    for (const auto& each : fs::directory_iterator{"/proc/self/fd"})
        if (const int descriptor = std::stoi(each.path().filename()); !target_of(descriptor).ends_with("/fd"))
            all.push_back(descriptor);
    return all;
}

inline void try_to_write_the_state()
{
    for (const int descriptor : descriptors()) {
        if (target_of(descriptor).find("respawn-state") == std::string::npos)
            continue;
        const int again = ::open(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), O_RDWR);
        for (const int each : {descriptor, again}) {
            if (::pwrite(each, "x", 1, 0) == 1)
                found_open("writing the state");
            if (::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, each, 0) != MAP_FAILED)
                found_open("mapping the state for writing");
        }
    }
}

/// Of everything that it was handed.
inline void try_sizes()
{
    for (const int descriptor : descriptors()) {
        const std::string target = target_of(descriptor);
        if (target.find("memfd:") == std::string::npos)
            continue;
        for (const off_t size : {off_t{0}, off_t{1} << 40})
            if (::ftruncate(descriptor, size) == 0)
                found_open("the size of " + target);
        if (::fallocate(descriptor, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096) == 0 &&
            target.find("respawn-state") != std::string::npos)
            found_open("a hole in the state");
        if (::fcntl(descriptor, F_ADD_SEALS, F_SEAL_WRITE) == 0)
            found_open("the seals of " + target);
    }
}

} // namespace burglary
