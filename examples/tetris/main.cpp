/// Tetris: a game that can be rebuilt while it is played. The rules are in rules.hpp, the colours in
/// theme.hpp.

#include "controls.hpp"
#include "effects.hpp"
#include "game.hpp"
#include "view.hpp"

#include <respawn/worker.hpp>

namespace tetris {

/// What outlives a rebuild.
struct state {
    tetris::game game;
    tetris::effects effects;
};

} // namespace tetris

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& [game, effects] = worker.state<tetris::state>("game");
    while (auto frame = worker.next_frame()) {
        const auto happened = tetris::step(game, tetris::read_commands(frame.input()), frame.duration());
        tetris::animate(effects, game, happened, frame.duration());
        tetris::draw(frame.canvas(), game, effects);
    }
}
