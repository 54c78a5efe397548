// Version b takes three seconds to carry the state of version a over, and one more for its first frame.
#include <respawn/worker.hpp>

#include <chrono>

namespace {

void be_busy_for(std::chrono::seconds time)
{
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
    }
}

struct game {
    int frames = 0;
#ifdef LAYOUT_B
    int added = 5;
#endif
};

#ifdef LAYOUT_B
bool has_carried = false;

void carry(const respawn::old_object&, game&)
{
    be_busy_for(std::chrono::seconds{3});
    has_carried = true;
}
RESPAWN_HINTS(game, respawn::converted(&carry))
#else
constexpr bool has_carried = false;
#endif

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<game>("game");
    for (bool is_first = true; const auto frame = worker.next_frame(); is_first = false) {
        ++state.frames;
        if (is_first && has_carried)
            be_busy_for(std::chrono::seconds{1});
    }
}
