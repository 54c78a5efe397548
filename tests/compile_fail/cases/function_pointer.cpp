// expect: a function pointer dies with the process
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
#ifndef GOOD
    void (*culprit)(int) = nullptr;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
