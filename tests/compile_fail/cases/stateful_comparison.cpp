// expect: comparison and hash must be classes without members
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
#ifndef GOOD
    respawn::set<int, bool (*)(int, int)> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
