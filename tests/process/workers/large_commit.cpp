// Changes 8 MiB in every frame: each word becomes the frame's number times its index.
#include <respawn/worker.hpp>

#include <cstddef>
#include <cstdint>

struct large {
    respawn::vector<std::uint64_t> words;
};

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<large>("large");
    while (const auto frame = worker.next_frame()) {
        state.words.resize((8 << 20) / sizeof(std::uint64_t));
        for (std::size_t index = 0; index != state.words.size(); ++index)
            state.words[index] = frame.number() * index;
    }
}
