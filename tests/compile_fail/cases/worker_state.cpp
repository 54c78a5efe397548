// expect: use respawn::string
// expect: game\.culprit|value\.culprit
#include <respawn/worker.hpp>

struct game {
    int lives = 3;
#ifndef GOOD
    std::string culprit;
#endif
};

game& take_over(respawn::worker& worker)
{
    return worker.state<game>("game");
}
