// Wishes for a window, and writes down what it has got.
#include <respawn/worker.hpp>

#include <cstdint>

#if defined WISHES_NOTHING
const respawn::window_wishes wishes;
#elif defined WISHES_OTHERWISE
const respawn::window_wishes wishes{.title = "A wish", .width = 240, .height = 100, .frames_per_second = 25};
#else
const respawn::window_wishes wishes{.title = "A wish", .width = 200, .height = 100, .frames_per_second = 50};
#endif

struct given {
    std::int64_t width = 0, height = 0, duration_ns = 0;
};

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv, wishes};
    auto& state = worker.state<given>("given");
    while (const auto frame = worker.next_frame()) {
        const auto size = frame.canvas().size();
        state = {
            static_cast<std::int64_t>(size.width), static_cast<std::int64_t>(size.height),
            frame.duration().count()};
    }
}
