// A state with pointers: to what the first argument names, "stack", "heap", "freed", "static", "function" or
// "library", or with none only to what is in the state.
#include <respawn/worker.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

struct enemy {
    std::int32_t hp = 10;
    enemy* target = nullptr;
    char* path = nullptr;
};

struct world {
    respawn::vector<enemy> enemies;
    respawn::unique_ptr<enemy> owned;
    enemy* held = nullptr;
    enemy* begin = nullptr;
};

char chosen_path[64];

namespace {

char* pointer_to(std::string_view what, char* on_stack)
{
    if (what == "stack")
        return on_stack;
    if (what == "heap")
        return new char[16]{};
    if (what == "static")
        return chosen_path + 4;
    if (what == "function")
        return reinterpret_cast<char*>(&pointer_to);
    if (what == "library")
        return reinterpret_cast<char*>(static_cast<std::div_t (*)(int, int)>(&std::div));
    if (what == "freed") {
        respawn::vector<char> gone(100'000);
        return gone.data() + 50'000;
    }
    return nullptr;
}

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    char on_stack[16]{};
    auto& state = worker.state<world>("game");
    while (const auto frame = worker.next_frame()) {
        if (!state.enemies.empty())
            continue;
        state.enemies.resize(5);
        state.owned = respawn::make_unique<enemy>();
        state.enemies[1].target = &state.enemies[4];
        state.enemies[2].target = state.owned.get();
        state.held = &state.enemies[4] + 1;
        state.begin = state.enemies.data();
        state.enemies[3].path = pointer_to(argc > 1 ? argv[1] : "", on_stack);
    }
}
