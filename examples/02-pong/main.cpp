/// Pong: a game that can be rebuilt while it is played. The numbers to play with are in rules.hpp.

#include "controls.hpp"
#include "pong.hpp"
#include "view.hpp"

#include <respawn/worker.hpp>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    auto& game = worker.state<pong::game>("game");
    while (auto frame = worker.next_frame()) {
        pong::step(game, pong::read_commands(frame.input()), frame.dt());
        pong::draw(frame.canvas(), game);
    }
}
