// A state with something of everything to look at and to change, and a game that says what it saw: of every
// value that can be set it copies the newest. It can't stand -77 lives, and with -78 it ends the session in
// its frame, which it finishes once it is told to leave for the second time.
#include <respawn/worker.hpp>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <unistd.h>

enum class mood : std::uint8_t { calm, merry, grim };

struct enemy {
    std::int32_t hp = 10;
    float x = 0;
    enemy* target = nullptr;
};

struct world {
    std::uint64_t ticks = 0;
    std::int32_t lives = 3;
    std::int32_t lives_seen = 3;
    mood feels = mood::calm;
    mood feels_seen = mood::calm;
    bool running = true;
    respawn::string title = "begun";
    respawn::string title_seen;
    respawn::vector<enemy> enemies;
    respawn::map<respawn::string, std::int32_t> by_name;
    respawn::vector<bool> flags;
    enemy* held = nullptr;
    std::int32_t reset_by_game = 0;
    std::uint64_t first = 0, second = 0; ///< equal in every committed frame
};

namespace {

void end_session()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    ::kill(::getppid(), SIGTERM);
    int number = 0;
    sigwait(&signals, &number);
}

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& state = worker.state<world>("game");
    while (const auto frame = worker.next_frame()) {
        if (state.enemies.empty()) {
            state.enemies.resize(40);
            state.enemies[1].target = &state.enemies[3];
            state.held = &state.enemies[3];
            state.by_name["orc"] = 3;
            state.flags.resize(5);
        }
        if (state.lives == -77)
            std::abort();
        if (state.lives == -78)
            end_session();
        ++state.ticks;
        state.first = frame.number();
        state.lives_seen = state.lives;
        state.feels_seen = state.feels;
        state.title_seen = state.title;
        state.reset_by_game = 7;
        state.second = frame.number();
    }
}
