// expect: a reference
// expect: game, 2|Structure = game; long unsigned int Number = 2
#include <respawn/schema.hpp>

inline int target = 0;

struct game {
    int lives = 3;
#ifndef GOOD
    int& culprit = target;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
