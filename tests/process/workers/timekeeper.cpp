// Notes when each frame began, in a state of 256 MiB of which every frame changes a few hundred pages.
#include <respawn/worker.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

struct timekeeper {
    respawn::vector<std::int64_t> began_ns;
    std::array<std::uint64_t, (std::size_t{256} << 20) / sizeof(std::uint64_t)> words;
};

int main(int argc, char** argv)
{
    constexpr std::size_t words_a_page = 4096 / sizeof(std::uint64_t);
    constexpr std::size_t pages_a_frame = 300;
    respawn::worker worker{argc, argv};
    auto& state = worker.state<timekeeper>("timekeeper");
    while (const auto frame = worker.next_frame()) {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        state.began_ns.push_back(std::chrono::nanoseconds{now}.count());
        const std::size_t pages = frame.number() == 1 ? state.words.size() / words_a_page : pages_a_frame;
        for (std::size_t page = 0; page != pages; ++page)
            state.words[(frame.number() * 7919 + page) * words_a_page % state.words.size()] = frame.number();
    }
}
