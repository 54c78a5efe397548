// expect: use respawn::string
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
#ifndef GOOD
    const char* culprit = "title";
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
