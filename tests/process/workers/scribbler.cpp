// In frame 30 and after, writes random bytes all over every region that it shares with its supervisor, in the
// middle of its frame.
#include "counter_state.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace {

struct region {
    unsigned char* bytes;
    std::size_t size;
};

std::vector<region> shared_regions()
{
    std::vector<region> all;
    std::ifstream maps{"/proc/self/maps"};
    for (std::string line; std::getline(maps, line);) {
        unsigned long begin = 0, end = 0;
        char rights[8] = {};
        if (std::sscanf(line.c_str(), "%lx-%lx %7s", &begin, &end, rights) == 3 &&
            std::string{rights} == "rw-s")
            all.push_back({reinterpret_cast<unsigned char*>(begin), end - begin});
    }
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<counter>("counter");
    const auto regions = shared_regions();
    std::minstd_rand random{std::random_device{}()};
    while (const auto frame = worker.next_frame()) {
        state.numbers.push_back(frame.number());
        if (frame.number() < 30)
            continue;
        for (const region& each : regions)
            for (int count = 0; count != 20'000; ++count)
                each.bytes
                    [count < 10'000 ? random() % std::min<std::size_t>(each.size, 1024)
                                    : random() % each.size] = static_cast<unsigned char>(random());
    }
}
