// Takes a megabyte more of the state in every frame until it is full, and catches that inside the frame.
#include <respawn/worker.hpp>

#include <cstdint>
#include <new>

struct filler {
    std::uint64_t refused = 0;
    respawn::list<respawn::string> megabytes;
};

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<filler>("filler");
    while (const auto frame = worker.next_frame()) {
        try {
            state.megabytes.emplace_back(1 << 20, 'x');
        } catch (const std::bad_alloc&) {
            ++state.refused;
        }
    }
}
