/// A platform game that can be rebuilt while it is played. The numbers are in rules.hpp, the map is in
/// level.cpp.

#include "controls.hpp"
#include "game.hpp"
#include "sprites.hpp"
#include "view.hpp"

#include <respawn/worker.hpp>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv};
    const platformer::sprite_sheets sheets =
        platformer::make_sprites(worker); // the old worker is still playing
    auto& game = worker.state<platformer::game>("game");
    while (auto frame = worker.next_frame()) {
        platformer::step(game, platformer::read_commands(frame.input()), frame.dt());
        platformer::draw(frame.canvas(), sheets, game);
    }
}
