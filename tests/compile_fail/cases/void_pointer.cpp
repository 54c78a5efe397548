// expect: what a void. points to is unknown
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
#ifndef GOOD
    void* culprit = nullptr;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
