// A state with so many objects as its second argument says, whose layout is another one in version b, which
// dies where the plan in the file that is its first argument says.
#include "tests/process/sweep/plan.hpp"

#include <respawn/worker.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>

namespace {

[[maybe_unused]] respawn::test::kill_plan* plan = nullptr;

struct soldier {
    std::int32_t health = 100;
#ifdef LAYOUT_B
    respawn::string name;
    std::int64_t number = 0;
#else
    std::int32_t number = 0;
#endif
};

struct army {
    respawn::vector<soldier> soldiers;
    respawn::map<std::int32_t, soldier> reserve;
    soldier* first = nullptr;
    std::uint64_t frames = 0;
#ifdef LAYOUT_B
    respawn::string motto, song;
#else
    const char* motto = "to the last one";
#endif
};
#ifdef LAYOUT_B
void compose(const respawn::old_object& old, army& now)
{
    now.song = old.get<std::string>("motto").value_or("no motto");
}
RESPAWN_HINTS(army, respawn::converted(&compose))
#endif

} // namespace

int main(int argc, char** argv)
{
#ifdef LAYOUT_B
    if (argc > 1 && (plan = respawn::test::map_plan(argv[1])))
        respawn::at_kill_point = [](respawn::kill_point here) { respawn::test::follow(*plan, here); };
#endif
    respawn::worker worker{argc, argv};
    const std::int32_t count = argc > 2 ? std::atoi(argv[2]) : 1000;
    auto& state = worker.state<army>("army");
    while (const auto frame = worker.next_frame()) {
        for (auto i = static_cast<std::int32_t>(state.soldiers.size()); i < count; ++i) {
            state.soldiers.emplace_back().number = i;
            state.reserve[i].number = i;
        }
        if (!state.first)
            state.first = &state.soldiers[1];
        ++state.frames;
    }
}
