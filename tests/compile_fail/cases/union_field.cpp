// expect: which member of a union is alive: use std::variant
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

union number {
    int i;
    float f;
};

struct game {
    int lives = 3;
#ifndef GOOD
    number culprit = {};
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
