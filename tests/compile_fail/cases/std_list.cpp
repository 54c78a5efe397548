// expect: owns memory of this process: use respawn::vector
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

#include <list>

struct game {
    int lives = 3;
#ifndef GOOD
    std::list<int> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
