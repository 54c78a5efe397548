// expect: a unique_ptr owns one object: use respawn::vector for more
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
#ifndef GOOD
    respawn::unique_ptr<int[]> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
