// A root of BIG_ROOT_MIB MiB, every page of which holds something.
#include <respawn/worker.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

struct big {
    std::array<std::uint64_t, (std::size_t{BIG_ROOT_MIB} << 20) / sizeof(std::uint64_t)> words;
};

int main(int argc, char** argv)
{
    constexpr std::size_t words_a_page = 4096 / sizeof(std::uint64_t);
    respawn::worker worker{argc, argv};
    auto& state = worker.state<big>("big");
    while (const auto frame = worker.next_frame()) {
        if (frame.number() == 1)
            for (std::size_t index = 0; index < state.words.size(); index += words_a_page)
                state.words[index] = index + 1;
        state.words[0] = frame.number();
    }
}
