// A state with one of three layouts: a, or b with another field in the middle, or c that nobody can get to.
#include <respawn/worker.hpp>

#include <cstdint>

struct hero {
    std::int32_t health = 100;
#ifdef LAYOUT_B
    std::int32_t armor = 5;
#endif
    float speed = 1.5f;
    std::uint64_t frames = 0;
};
struct world {
#ifdef LAYOUT_C
    respawn::map<int, int> player;
    std::uint64_t frames = 0;
#else
    hero player;
#endif
};

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<world>("world");
    while (const auto frame = worker.next_frame())
#ifdef LAYOUT_C
        ++state.frames;
#else
        ++state.player.frames;
#endif
}
