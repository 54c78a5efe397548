// The constructor of its state dies.
#include <respawn/worker.hpp>

#include <cstdint>

namespace {

std::uint64_t touch_nothing()
{
    volatile std::uint64_t* nowhere = nullptr;
    return *nowhere;
}

struct cursed {
    std::uint64_t value = touch_nothing();
};

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    [[maybe_unused]] const cursed& state = worker.state<cursed>("cursed");
    while (const auto frame = worker.next_frame()) {
    }
}
