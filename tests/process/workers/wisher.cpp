// Wishes for a window, and writes down what it has got.
#include <respawn/worker.hpp>

#include <cstdint>

#ifdef LAYOUT_B
constexpr int width = 240, frames_per_second = 25;
#else
constexpr int width = 200, frames_per_second = 50;
#endif

struct given {
    std::int64_t width = 0, height = 0, duration_ns = 0;
};

int main(int argc, char** argv)
{
    respawn::worker worker{
        argc,
        argv,
        {.title = "A wish", .width = width, .height = 100, .frames_per_second = frames_per_second}};
    auto& state = worker.state<given>("given");
    while (const auto frame = worker.next_frame()) {
        const auto size = frame.canvas().size();
        state = {
            static_cast<std::int64_t>(size.width), static_cast<std::int64_t>(size.height),
            frame.duration().count()};
    }
}
