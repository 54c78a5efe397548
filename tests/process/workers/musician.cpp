// Makes a sound if there is none yet, and plays it over and over.
#include <respawn/worker.hpp>

#include <cstdint>
#include <vector>

struct music {
    std::uint64_t made = 0;
    std::uint64_t found = 0;
};

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    const auto old = worker.find_sound("hum");
    const std::vector<float> half(480, 0.5f);
    const auto hum = old ? *old : worker.make_sound("hum", 48000, 1, half);
    auto& state = worker.state<music>("music");
    ++(old ? state.found : state.made);
    while (const auto frame = worker.next_frame())
        frame.audio().loop(0, hum);
}
