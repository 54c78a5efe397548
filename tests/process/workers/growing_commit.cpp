// Changes one page more in every frame than in the one before, up to all of 300; the last frame changes all.
#include <respawn/worker.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

struct page {
    std::array<std::uint64_t, 512> words;
};
struct growing {
    std::array<page, 300> pages;
};

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<growing>("growing");
    while (const auto frame = worker.next_frame())
        for (std::size_t index = 0; index != frame.number() && index != state.pages.size(); ++index)
            state.pages[index].words[0] = frame.number();
}
