// expect: a pointer to a member depends on this build
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct other {
    void act() {}
};

struct game {
    int lives = 3;
#ifndef GOOD
    void (other::*culprit)() = nullptr;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
