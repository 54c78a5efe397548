/// Tetris: a game that can be rebuilt while it is played. The rules are in rules.hpp, the colours in
/// theme.hpp.

#include "controls.hpp"
#include "effects.hpp"
#include "game.hpp"
#include "view.hpp"

#include <respawn/worker.hpp>

#include <chrono>
#include <cmath>

namespace tetris {

/// What outlives a rebuild.
struct state {
    tetris::game game;
    tetris::effects effects;
};

} // namespace tetris

namespace {

std::chrono::nanoseconds duration_of(const respawn::frame& frame)
{
    return std::chrono::nanoseconds{std::llround(static_cast<double>(frame.dt()) * 1e9)};
}

} // namespace

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& [game, effects] = worker.state<tetris::state>("game");
    while (auto frame = worker.next_frame()) {
        const auto happened = tetris::step(game, tetris::read_commands(frame.input()), duration_of(frame));
        tetris::animate(effects, game, happened, duration_of(frame));
        tetris::draw(frame.canvas(), game, effects);
    }
}
