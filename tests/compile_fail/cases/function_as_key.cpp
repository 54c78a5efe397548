// expect: functions and literals move with each build
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
    respawn::vector<void (*)()> steps;
#ifndef GOOD
    respawn::map<void (*)(), int> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
