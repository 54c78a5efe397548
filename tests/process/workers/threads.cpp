// Four threads allocate from the state at the same time in every frame.
#include <respawn/worker.hpp>

#include <array>
#include <cstdint>
#include <thread>
#include <vector>

struct shelf {
    respawn::vector<std::uint64_t> numbers;
    respawn::list<respawn::string> names;
};
struct shelves {
    std::array<shelf, 4> all;
};

namespace {

void fill(shelf& mine, std::uint64_t frame)
{
    for (std::uint64_t n = 0; n != 50; ++n) {
        mine.numbers.push_back(frame);
        mine.names.emplace_back(100, static_cast<char>('a' + n % 26));
        if (mine.names.size() > 100)
            mine.names.pop_front();
    }
}

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<shelves>("shelves");
    while (const auto frame = worker.next_frame()) {
        std::vector<std::thread> threads;
        for (shelf& each : state.all)
            threads.emplace_back([&each, number = frame.number()] { fill(each, number); });
        for (std::thread& thread : threads)
            thread.join();
    }
}
