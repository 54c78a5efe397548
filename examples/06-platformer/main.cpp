/// A platform game that can be rebuilt while it is played. The numbers are in rules.hpp, the map is in
/// level.cpp.

#include "controls.hpp"
#include "game.hpp"
#include "sounds.hpp"
#include "sprites.hpp"
#include "view.hpp"

#include <respawn/worker.hpp>

int main(int argc, char** argv)
{
    respawn::worker worker{argc, argv, {.title = "Platformer"}};
    const platformer::sprite_sheets sheets =
        platformer::make_sprites(worker); // the old worker is still playing
    const platformer::sounds sounds = platformer::make_sounds(worker);
    auto& game = worker.state<platformer::game>("game");
    while (auto frame = worker.next_frame()) {
        const platformer::moment before = platformer::moment_of(game);
        platformer::step(game, platformer::read_commands(frame.input()), frame.dt());
        platformer::draw(frame.canvas(), sheets, game);
        platformer::play(frame.audio(), sounds, before, game);
    }
}
