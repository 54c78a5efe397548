// Makes a texture if there is none yet, and draws it.
#include <respawn/worker.hpp>

#include <cstdint>
#include <vector>

struct textures {
    std::uint64_t made = 0;
    std::uint64_t found = 0;
};

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    const auto old = worker.find_texture("square");
    const std::vector<std::uint8_t> green{0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 255};
    const auto square = old ? *old : worker.make_texture("square", 2, 2, green);
    auto& state = worker.state<textures>("textures");
    ++(old ? state.found : state.made);
    while (const auto frame = worker.next_frame())
        frame.canvas().sprite(square, {0, 0, 2000, 2000});
}
