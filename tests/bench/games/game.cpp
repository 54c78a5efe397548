// A game that does nothing but what is measured: game [--pages N] [--times FILE] [--crash-in-frame N]
//
// Each frame changes one word in each of N pages. FILE gets the nanoseconds between one frame's start and the
// next's.
#include <respawn/worker.hpp>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

constexpr std::size_t words_a_page = 4096 / sizeof(std::uint64_t);

struct game {
    std::uint64_t frames = 0;
    respawn::vector<std::uint64_t> words;
};

std::string option(int argc, char** argv, const std::string& name, const std::string& otherwise)
{
    for (int index = 1; index + 1 < argc; ++index)
        if (argv[index] == name)
            return argv[index + 1];
    return otherwise;
}

[[gnu::noinline]] void crash(std::uint64_t* nowhere)
{
    volatile std::uint64_t* place = nowhere;
    *place = 1;
}

} // namespace

int main(int argc, char** argv)
{
    using clock = std::chrono::steady_clock;
    respawn::worker worker{argc, argv};
    const std::size_t pages = std::stoul(option(argc, argv, "--pages", "0"));
    const std::uint64_t last_frame = std::stoull(option(argc, argv, "--crash-in-frame", "0"));
    const std::string times_path = option(argc, argv, "--times", "");
    std::vector<std::int64_t> times_ns;
    times_ns.reserve(1'000'000);
    auto& state = worker.state<game>("game");
    clock::time_point last_start{};
    while (const auto frame = worker.next_frame()) {
        const auto start = clock::now();
        if (last_start != clock::time_point{})
            times_ns.push_back(std::chrono::nanoseconds{start - last_start}.count());
        last_start = start;
        ++state.frames;
        if (state.frames == last_frame)
            crash(nullptr);
        state.words.resize(pages * words_a_page);
        for (std::size_t page = 0; page != pages; ++page)
            ++state.words[page * words_a_page];
    }
    if (times_path.empty())
        return EXIT_SUCCESS;
    std::ofstream file{times_path};
    for (const std::int64_t time_ns : times_ns)
        file << time_ns << '\n';
}
