// expect: functions and literals move with each build
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
    respawn::vector<const char*> names;
#ifndef GOOD
    respawn::unordered_set<const char*> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
