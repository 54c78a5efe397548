// expect: a class with virtual functions
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct shape {
    virtual ~shape() = default;
};

struct game {
    int lives = 3;
#ifndef GOOD
    respawn::vector<shape*> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
