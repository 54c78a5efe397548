// expect: a reference can't outlive the process
// expect: game\.culprit|value\.culprit
#include <respawn/schema.hpp>

struct game {
    int lives = 3;
#ifndef GOOD
    respawn::vector<std::tuple<int&>> culprit;
#endif
};

void check()
{
    respawn::detail::require_state_type<game>();
}
