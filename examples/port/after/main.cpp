/// Delve: a small dungeon, turn by turn.

#include "art.hpp"
#include "draw.hpp"
#include "game.hpp"
#include "input.hpp"
#include "view.hpp"

#include <respawn/worker.hpp>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv, {.title = "Delve", .width = 960, .height = 640}};
    const delve::art art = delve::make_art(worker);
    auto& game = worker.state<delve::game>("game");
    while (auto frame = worker.next_frame()) {
        const delve::input input = delve::read_input(frame.input());
        delve::step(game, input.commands, frame.dt());
        delve::painter painter{frame.canvas()};
        delve::draw(painter, art, game);
    }
}
