// Leaves every tenth frame by an exception once, after changing the state, and does it right the second time.
#include <respawn/worker.hpp>

#include <cstdint>
#include <stdexcept>

struct attempts {
    respawn::vector<std::uint64_t> numbers;
    std::uint64_t dropped = 0;
};

namespace {

std::uint64_t dropped = 0;
std::uint64_t last_dropped = 0;

void play(respawn::worker& worker, attempts& state, bool& goes_on)
{
    const auto frame = worker.next_frame();
    goes_on = static_cast<bool>(frame);
    if (!goes_on)
        return;
    state.numbers.push_back(frame.number());
    if (frame.number() % 10 == 0 && last_dropped != frame.number()) {
        last_dropped = frame.number();
        ++dropped;
        state.numbers.resize(100'000, 4711); // grows the state, and overwrites what was there
        throw std::runtime_error{"the frame is to be dropped"};
    }
    state.dropped = dropped;
}

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<attempts>("attempts");
    for (bool goes_on = true; goes_on;) {
        try {
            play(worker, state, goes_on);
        } catch (const std::runtime_error&) {
            continue;
        }
    }
}
