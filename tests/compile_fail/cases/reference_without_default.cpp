// expect: a reference
// expect: game, 2|Structure = game; long unsigned int Number = 2
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
#ifndef GOOD
    int& culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
