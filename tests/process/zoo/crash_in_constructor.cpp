// The constructor of its state dies in the state: not where it is called for the defaults in the schema.
#include <respawn/worker.hpp>

#include <cstdint>
#include <utility>

namespace {

std::uint64_t touch_nothing()
{
    static bool is_default = true;
    if (std::exchange(is_default, false))
        return 0;
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
