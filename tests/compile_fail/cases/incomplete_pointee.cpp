// expect: what the pointer points to must be defined
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct later;

struct game {
    int lives = 3;
#ifndef GOOD
    later* culprit = nullptr;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
